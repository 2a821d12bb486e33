"""What a poster's QR code opens, and the page for whoever types the code."""

from flask import request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from werkzeug.utils import redirect

from blueprints.public import doors, scans
from blueprints.public.coming import forum_for
from blueprints.public.views import bp
from domain.errors import NotFound
from domain.feed import warnings
from domain.posters import queries as posters
from domain.posters.codes import BadCode
from web import errors
from web.authz import public
from web.context import session, settings, today
from web.language import say
from web.public_page import address, page


@bp.get("/q")
@public
def poster_entry() -> ResponseReturnValue:
    """Type the code that stands under a QR code; a slip of the finger is answered here."""
    typed = request.args.get("code", "").strip()
    if not typed:
        return _entry(200, gettext("Gõ mã in trên bảng QR"))
    found, _ = doors.by_poster(typed)
    return redirect(address("public.poster", code=found.code), code=303)


@bp.get("/q/<string:code>")
@public
def poster(code: str) -> ResponseReturnValue:
    """The page of a poster's hamlet; an ended poster names the one that took its place."""
    found, door = doors.by_poster(code)
    answer = page(
        "public/hamlet.html",
        script="kept",
        door=door.way,
        code=found.code,
        ended="" if door.is_live else found.state.value,
        successor=None if door.is_live else posters.replacement(session(), found),
        notice=settings()["public_warning_note"],
        warnings=warnings.current(session(), door.way.unit.place_id, today=today()),
        forum=forum_for(session(), door.way.place_id, today=today()),
    )
    if door.is_live:
        scans.count(found.id)
    return answer


@bp.errorhandler(BadCode)
def bad_code(refusal: BadCode) -> ResponseReturnValue:
    """A slip of the finger, or no code at all: said at once, and telling works all the same."""
    return _entry(404, gettext("Mã có chữ sai"), typed=_typed_code(), wrong=say(refusal.sentence))


@bp.errorhandler(NotFound)
def not_found(refusal: NotFound) -> ResponseReturnValue:
    """No poster bears this code; anything else that is missing gets the ordinary page."""
    if not _typed_code():
        return errors.page(404, refusal.sentence)
    sentence = gettext("Chưa có bảng nào mang mã này. Coi lại từng chữ trên bảng giúp.")
    return _entry(404, gettext("Không tìm thấy bảng này"), typed=_typed_code(), sentence=sentence)


def _typed_code() -> str:
    return str((request.view_args or {}).get("code") or request.args.get("code", ""))


def _entry(
    status: int, headline: str, *, typed: str = "", wrong: str = "", sentence: str = ""
) -> Response:
    return page(
        "public/poster_entry.html",
        status=status,
        headline=headline,
        typed=typed[:20],
        wrong=wrong,
        sentence=sentence,
    )

"""The tip form and sending it, by a poster's code or by a place that was chosen."""

from flask import current_app, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.utils import redirect

from blueprints.public import doors, form_page, forms, letters, receipt_pages, sending, tokens
from blueprints.public.doors import Door
from blueprints.public.replies import Reply
from blueprints.public.tokens import PageKind, PageToken
from blueprints.public.views import bp
from domain.places import queries as places
from domain.posters import codes
from web import errors
from web.authz import public
from web.context import now, ring, session, tree_day
from web.database import writing
from web.language import say
from web.public_page import address, page


@bp.get("/q/<string:code>/tip")
@public
def poster_tip(code: str) -> ResponseReturnValue:
    """The form of a poster's hamlet; an ended poster still lets the person tell."""
    code = codes.normalise(code)
    return form_page.fresh(code, lambda: doors.by_poster(code)[1])


@bp.post("/q/<string:code>/tip")
@public
def send_poster_tip(code: str) -> ResponseReturnValue:
    """Send a tip from a poster's page."""
    letters.read()
    return _send(doors.by_poster_or_anywhere(code))


@bp.get("/tip")
@public
def tip() -> ResponseReturnValue:
    """Ask the place first, by plain links; then the form."""
    place = request.args.get("place", "").strip()
    if not place:
        return _choose_place()
    door = doors.seek_place(place)
    if door is None:
        return _choose_place(unknown=True)
    return form_page.fresh(f"place {door.place_value}", lambda: door)


@bp.post("/tip")
@public
def send_tip() -> ResponseReturnValue:
    """Send a tip about a place that was chosen, or about no place in particular."""
    letters.read()
    return _send(_door_of_form())


def _door_of_form() -> Door:
    return doors.or_anywhere(request.form.get("place", "") or request.args.get("place", ""))


def _send(door: Door) -> ResponseReturnValue:
    arrived, letter = sending.arrive(door), letters.came()
    if arrived.problem and letter:
        return letters.not_taken(letter, arrived.problem)
    if arrived.problem:
        return sending.show_again(arrived)
    receipt = sending.store(arrived)
    session().commit()
    sending.clean_up(arrived)
    token = PageToken(receipt.tip_id, receipt.code)
    sealed = tokens.sealed(ring(), PageKind.RECEIPT, token, now())
    shown = address("public.receipt_shown", token=sealed)
    return letters.stored(letter, shown) if letter else redirect(shown, code=303)


def _choose_place(*, unknown: bool = False) -> ResponseReturnValue:
    chosen = doors.commune(request.args.get("commune", ""))
    hamlets = places.hamlets(session(), chosen.id, tree_day()) if chosen else ()
    return page(
        "public/tip_place.html",
        status=404 if unknown else 200,
        unknown=unknown,
        asked=form_page.asked_for(),
        commune=chosen,
        hamlets=hamlets,
        twins=places.twins(session(), hamlets),
        communes=() if chosen else doors.communes(),
    )


@bp.errorhandler(OperationalError)
def database_is_busy(error: OperationalError) -> ResponseReturnValue:
    """Nothing was stored: what was typed comes back, ready to be sent again."""
    current_app.logger.warning("%s at %s", type(error.orig).__name__, request.endpoint)
    session().rollback()
    writing.set(False)
    if request.method == "POST" and request.endpoint in {
        "public.send_tip",
        "public.send_poster_tip",
    }:
        code = str((request.view_args or {}).get("code", ""))
        door = doors.by_poster_or_anywhere(code) if code else _door_of_form()
        return form_page.again(door, forms.read(request.form), problem="busy", status=503)
    if request.method == "POST" and Reply.of_request().kept():
        return receipt_pages.lookup_form(status=503, sentence=say(errors.BUSY))
    return errors.page(503, errors.BUSY)

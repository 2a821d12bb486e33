"""Photos of tips: unsealed for each request, under the guard of the tip they came with."""

from io import BytesIO
from uuid import UUID

from flask import Response, send_file
from flask.typing import ResponseReturnValue

from blueprints.tips import desk
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.media import services as media
from domain.people.rules import Permission
from domain.tips import access
from domain.tips.sealing import tip_key
from web.authz import audited, requires
from web.context import ring, session
from web.photos import store

_CLOSED = "sandbox; default-src 'none'"


@bp.get("/<uuid:tip_id>/photos/<uuid:photo_id>.jpg")
@audited
@requires(Permission.READ_TIPS)
def photo(tip_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """The whole picture; each look is an audit entry."""
    acting, tip = desk.acting(), desk.visible(tip_id)
    found = access.photo(session(), acting=acting, tip=tip, photo_id=photo_id)
    data = media.read_sealed(store(), found, tip_key(ring(), tip), thumb=False)
    access.note_photo_seen(session(), acting=acting, tip=tip)
    session().commit()
    return _jpeg(data)


@bp.get("/<uuid:tip_id>/photos/<uuid:photo_id>-thumb.jpg")
@audited
@requires(Permission.READ_TIPS)
def photo_thumb(tip_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """The small picture of the reading page, whose reading is an audit entry already."""
    acting, tip = desk.acting(), desk.visible(tip_id)
    found = access.photo(session(), acting=acting, tip=tip, photo_id=photo_id)
    data = media.read_sealed(store(), found, tip_key(ring(), tip), thumb=True)
    access.note_photo_seen(session(), acting=acting, tip=tip, only_unread=True)
    session().commit()
    return _jpeg(data)


@bp.get("/<uuid:tip_id>/photos/<uuid:photo_id>-original")
@audited
@requires(Permission.READ_TIPS)
def photo_original(tip_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """The bytes an officer sent, as a download; its SHA-256 stands on the reading page."""
    acting, tip = desk.acting(), desk.visible(tip_id)
    found = access.photo(session(), acting=acting, tip=tip, photo_id=photo_id)
    if not found.original_key:
        raise NotFound
    data = media.read_original(store(), ring(), found)
    access.note_photo_seen(session(), acting=acting, tip=tip)
    session().commit()
    name = f"ban-goc-{found.original_sha256[:12]}"
    answer = send_file(
        BytesIO(data), mimetype="application/octet-stream", as_attachment=True, download_name=name
    )
    return _closed(answer)


def _jpeg(data: bytes) -> Response:
    return _closed(send_file(BytesIO(data), mimetype="image/jpeg", etag=False))


def _closed(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _CLOSED
    answer.headers["Cache-Control"] = "no-store"
    return answer

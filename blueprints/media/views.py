"""Photos of staff records, served after a check that their record may be seen."""

from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from domain.errors import NotFound
from domain.forums.models import Forum
from domain.mailboxes.models import MailboxOpening
from domain.media.models import Photo
from domain.media.services import read_plain
from domain.outreach.models import Outreach
from domain.people.models import DeviceKind
from domain.people.rules import Permission
from domain.records.models import LoggedRecord
from web import logged, records
from web.authz import requires
from web.context import session, sign_in
from web.photos import store

bp = Blueprint("media", __name__, url_prefix="/media")

# A staff photo is named by its content and never changes, so a browser may keep it: never a proxy,
# and never a machine at which the next person would find it after the sign-out.
_KEPT = "private, max-age=31536000, immutable"
_NOT_KEPT = "no-store"
_LOCKED = "sandbox; default-src 'none'"

# Whoever sees the record sees its photos. Photos of tips are not in here: they are sealed under
# the tip's key, and blueprints/tips opens them, because each look at one is audited.
MODELS: dict[str, type[LoggedRecord]] = {
    model.KIND: model for model in (Outreach, Forum, MailboxOpening)
}


@bp.get("/<uuid:photo_id>.jpg")
@requires(Permission.READ_RECORDS)
def photo(photo_id: UUID) -> ResponseReturnValue:
    """A photo at reading size."""
    return _jpeg(photo_id, thumb=False)


@bp.get("/<uuid:photo_id>-thumb.jpg")
@requires(Permission.READ_RECORDS)
def thumb(photo_id: UUID) -> ResponseReturnValue:
    """A photo at the size of a row."""
    return _jpeg(photo_id, thumb=True)


def _jpeg(photo_id: UUID, *, thumb: bool) -> Response:
    found = _visible(photo_id)
    answer = Response(read_plain(store(), found, thumb=thumb), mimetype="image/jpeg")
    row = sign_in()
    own = row is not None and row.device_kind is DeviceKind.OWN_PHONE
    answer.headers["Cache-Control"] = _KEPT if own else _NOT_KEPT
    answer.headers["Content-Security-Policy"] = _LOCKED
    return answer


def _visible(photo_id: UUID) -> Photo:
    """The photo, if this officer may see it and it could be read. Raises `NotFound`."""
    found = session().get(Photo, photo_id)
    if found is None or found.is_sealed or not found.file_key:
        raise NotFound
    if found.record_id is None:
        _require_sender(found)
    elif found.record_kind in MODELS:
        logged.visible(MODELS[found.record_kind], found.record_id)
    else:
        raise NotFound
    return found


def _require_sender(found: Photo) -> None:
    """A photo that still waits for its record is shown to who sent it, in the form it waits for."""
    waits_for = records.record_id_in(request.args.get("record", ""))
    if not records.may_see_waiting(found, waits_for):
        raise NotFound

"""Resumable uploads: tus 1.0.0 with creation, expiration, checksum and termination."""

from datetime import UTC, datetime, time, timedelta
from email.utils import format_datetime
from uuid import UUID

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue

from blueprints.uploads import arriving, limits, refusals, tus
from blueprints.uploads.body import Body
from blueprints.uploads.senders import own, sender
from domain.errors import NotFound
from domain.media import uploads
from domain.media.incoming import OtherOffset
from domain.media.upload_models import Upload, Zone
from domain.media.uploads import Announced
from web import late_photos, photo_homes, photos
from web.authz import by_pass
from web.context import session, settings, today
from web.database import writing
from web.late_photos import OtherBytes

bp = Blueprint("uploads", __name__, url_prefix="/uploads")
refusals.register(bp)
arriving.register(bp)


@bp.post("")
@by_pass
def create() -> ResponseReturnValue:
    """Begin a photo, or hear how far it is: the same announcement twice begins nothing twice."""
    announced = _announced()
    _let_settle(announced.id)
    photos.store().require_room()
    limits.require_open_door(announced)
    row = uploads.begin(session(), announced, today=today())
    session().commit()
    writing.set(False)  # What follows may take a while, and writes in a transaction of its own.
    _finish_if_whole(row)
    return _answer(row, 201)


@bp.route("/<uuid:upload_id>", methods=["HEAD"])
@by_pass
def how_far(upload_id: UUID) -> ResponseReturnValue:
    """How many bytes of a photo are here."""
    row = own(upload_id)
    answer = _answer(row, 200)
    answer.headers["Upload-Length"] = str(row.length)
    return answer


@bp.patch("/<uuid:upload_id>")
@by_pass
def append(upload_id: UUID) -> ResponseReturnValue:
    """Go on with a photo. What arrives stays, however the request ends."""
    if request.mimetype != tus.BODY:
        raise tus.OtherKind
    row = own(upload_id)
    offset = tus.number(request.headers.get("Upload-Offset", ""))
    length, is_open = row.length, row.state in uploads.OPEN
    if not is_open and offset != length:
        raise OtherOffset(length)
    session().rollback()
    if is_open:
        photos.store().require_room()
        _take(upload_id, offset, length)
    _finish_if_whole(own(upload_id))
    return _answer(own(upload_id), 204)


@bp.delete("/<uuid:upload_id>")
@by_pass
def end(upload_id: UUID) -> ResponseReturnValue:
    """Let go of a photo that nobody sends any more; one that is here whole stays."""
    row = own(upload_id)
    if row.state not in uploads.OPEN:
        raise NotFound
    session().delete(row)
    session().commit()
    photos.incoming().drop(upload_id)
    return Response(status=204)


def _announced() -> Announced:
    """What the headers say, for a form of the sender's own. Raises `NotTus` and `NotFound`."""
    told, who = tus.told(request.headers.get("Upload-Metadata", "")), sender()
    if (told.zone, told.item_id) != (who.zone, who.item_id):
        raise NotFound
    form = ""
    if who.zone is Zone.STAFF:
        form = photo_homes.form_of(told.item_id) or told.form
        photo_homes.require_own(form, told.item_id)
    return Announced(
        id=told.id,
        zone=who.zone,
        item_id=who.item_id,
        owner_id=who.officer_id,
        form=form,
        length=tus.number(request.headers.get("Upload-Length", "")),
        sha256=told.sha256,
        is_anew=told.is_anew,
    )


def _let_settle(upload_id: UUID) -> None:
    """No transaction runs meanwhile. Raises `Crowded` while an earlier try still comes: whatever
    went beside it would go in vain."""
    if arriving.now.is_at(upload_id):
        session().rollback()
        writing.set(False)
        if not arriving.now.settle(upload_id, lambda: photos.incoming().held(upload_id)):
            raise limits.Crowded
        writing.set(True)


def _take(upload_id: UUID, offset: int, length: int) -> None:
    """Write the body down as it comes; a whole one with another digest is taken back."""
    wanted = tus.checksum(request.headers.get("Upload-Checksum", ""))
    body, files = Body(wanted[0] if wanted else ""), photos.incoming()
    who = sender()
    with limits.line_to_spare(who.zone, who.officer_id or who.item_id):
        files.append(upload_id, offset, body.pieces(), most=length)
    if wanted and body.is_other_than(wanted[1]):
        files.cut(upload_id, offset)
        raise OtherBytes


def _finish_if_whole(row: Upload) -> None:
    if uploads.held_of(row, photos.incoming()) == row.length:
        late_photos.finish(row.id)


def _answer(row: Upload, status: int) -> Response:
    answer = Response(status=status)
    # In every answer: on a bad line a phone may be handed the one to another photo.
    answer.location = url_for("uploads.how_far", upload_id=row.id)
    answer.headers["Upload-Offset"] = str(uploads.held_of(row, photos.incoming()))
    if row.state in uploads.OPEN:
        until = row.begun_on + timedelta(days=settings()["upload_days"] + 1)
        moment = datetime.combine(until, time(), UTC)
        answer.headers["Upload-Expires"] = format_datetime(moment, usegmt=True)
    return answer

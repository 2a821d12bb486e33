"""Photos that arrive bit by bit: begun once under an id of the phone's, finished once.

The rows say whose each is and how far it is; the bytes lie in `Incoming`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound, Refusal, SameIdOtherContent
from domain.media.incoming import Incoming
from domain.media.models import Photo
from domain.media.problems import PhotoProblem
from domain.media.upload_models import Upload, UploadState, Zone
from domain.sentence import Sentence

MOST_BYTES = {Zone.STAFF: 16 * 1024 * 1024, Zone.PUBLIC: 8 * 1024 * 1024}
"""Of one photo as it is sent."""
MOST_PHOTOS = {Zone.STAFF: 20, Zone.PUBLIC: 5}
"""Of one form; proofs in full size are counted by themselves."""
MOST_OPEN = {Zone.STAFF: 200, Zone.PUBLIC: 500}
"""Begun and not finished: of one officer, and of all villagers together."""
EXPECTED_DAYS = 180
"""A phone may be offline for so long between a form's words and its photos."""

OPEN = (UploadState.ARRIVING, UploadState.AGAIN)
AWAITED = (UploadState.EXPECTED, *OPEN)


class TooHeavy(Refusal):
    """More bytes than the zone takes of one photo."""

    sentence = Sentence("Hình nặng quá nên chưa nhận được. Thu nhỏ hình rồi gửi lại.")


class TooManyPhotos(Refusal):
    """More photos than one form may have."""

    sentence = Sentence("Phiếu này đã đủ hình, không nhận thêm được.")


class TooManyOpen(Refusal):
    """More uploads begun than anybody needs at once; later there is room again."""

    sentence = Sentence("Còn nhiều hình gửi dở quá. Ít phút nữa gửi lại.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What a phone says of a photo before it sends it."""

    id: UUID
    zone: Zone
    item_id: UUID
    owner_id: UUID | None
    form: str
    length: int
    """In bytes."""
    sha256: bytes
    is_anew: bool = False
    """Though it was refused, somebody sends it once more: over another line it may be whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A photo that a form names."""

    id: UUID
    is_original: bool = False
    original_of: UUID | None = None


def begin(db: Session, announced: Announced, *, today: date) -> Upload:
    """The upload of this id, begun now unless it was before.

    Raises `NotFound` when the id is somebody else's, `SameIdOtherContent` when it was announced
    otherwise before, `TooHeavy`, `TooManyPhotos` and `TooManyOpen` past the limits.
    """
    row = db.get(Upload, announced.id, with_for_update=True)
    if row is None and db.get(Photo, announced.id) is not None:
        raise NotFound
    if row is not None and not _is_whose(row, announced):
        raise NotFound
    if row is not None and row.state is not UploadState.EXPECTED:
        if (row.length, row.sha256) != (announced.length, announced.sha256):
            raise SameIdOtherContent
        if row.state is UploadState.REFUSED and announced.is_anew:
            row.state, row.problem = UploadState.ARRIVING, ""
        if row.state in OPEN:
            row.begun_on = today  # Its days begin anew: somebody is at it.
        return row
    _require_room(db, announced, is_original=bool(row and row.is_original))
    row = row or Upload(id=announced.id, zone=announced.zone, item_id=announced.item_id)
    row.form = row.form or announced.form
    row.owner_id, row.begun_on = announced.owner_id, today
    row.length, row.sha256 = announced.length, announced.sha256
    row.state = UploadState.ARRIVING
    db.add(row)
    db.flush()
    return row


def _is_whose(row: Upload, announced: Announced) -> bool:
    return (row.zone, row.owner_id, row.item_id) == (
        announced.zone,
        announced.owner_id,
        announced.item_id,
    )


def _require_room(db: Session, announced: Announced, *, is_original: bool) -> None:
    zone = announced.zone
    if not 0 < announced.length <= MOST_BYTES[zone]:
        raise TooHeavy
    begun = select(func.count(Upload.id)).where(Upload.id != announced.id)
    taken = begun.where(
        Upload.item_id == announced.item_id,
        Upload.owner_id == announced.owner_id,
        Upload.zone == zone,
        Upload.is_original == is_original,
        Upload.state.in_((*OPEN, UploadState.DONE)),
    )
    if (db.scalar(taken) or 0) >= MOST_PHOTOS[zone]:
        raise TooManyPhotos
    unfinished = begun.where(
        Upload.zone == zone, Upload.owner_id == announced.owner_id, Upload.state.in_(OPEN)
    )
    if (db.scalar(unfinished) or 0) >= MOST_OPEN[zone]:
        raise TooManyOpen


def get_own(
    db: Session, *, upload_id: UUID, zone: Zone, item_id: UUID, owner_id: UUID | None
) -> Upload:
    """The upload that this person began for this form. Raises `NotFound` alike for another's and
    for one that was never begun."""
    row = db.get(Upload, upload_id)
    if row is None or row.state is UploadState.EXPECTED:
        raise NotFound
    if (row.zone, row.owner_id, row.item_id) != (zone, owner_id, item_id):
        raise NotFound
    return row


def held_of(row: Upload, incoming: Incoming) -> int:
    """How many bytes of it the server has; all of them once it is done or refused."""
    return incoming.held(row.id) if row.state in OPEN else row.length


def refuse(row: Upload, problem: PhotoProblem) -> None:
    """It cannot be kept, now or ever."""
    row.state, row.problem = UploadState.REFUSED, problem.value


def expect(
    db: Session,
    *,
    form: str,
    item_id: UUID,
    owner_id: UUID,
    photos: Iterable[Expected],
    today: date,
) -> None:
    """Note the photos that a form names; whatever came before it is left as it is."""
    for photo in list(photos)[: 2 * MOST_PHOTOS[Zone.STAFF]]:
        row = db.get(Upload, photo.id)
        if row is None:
            row = Upload(
                id=photo.id,
                zone=Zone.STAFF,
                item_id=item_id,
                form=form,
                owner_id=owner_id,
                state=UploadState.EXPECTED,
                begun_on=today,
            )
            db.add(row)
        elif (row.item_id, row.owner_id) != (item_id, owner_id):
            continue
        row.is_original, row.original_of = photo.is_original, photo.original_of
    db.flush()


def awaited(db: Session, *, form: str, item_id: UUID) -> int:
    """How many photos of a form are still on their way."""
    query = select(func.count(Upload.id)).where(
        Upload.item_id == item_id,
        Upload.zone == Zone.STAFF,
        Upload.form == form,
        Upload.state.in_(AWAITED),
    )
    return db.scalar(query) or 0


def forget(db: Session, *, item_id: UUID) -> None:
    """What became of a form is no more: nothing says that photos came for it. Files of those that
    were still arriving are swept."""
    db.execute(delete(Upload).where(Upload.item_id == item_id))


def sweep(db: Session, incoming: Incoming, *, begun_before: date, expected_before: date) -> int:
    """Let go of what nobody finished, files included; how many.

    An officer's photo is expected again: a phone without a network for days still has it. What is
    known of finished ones of officers tells a phone weeks later that they are here.
    Photos that no form claimed are removed by whoever sweeps photos.
    """
    old = Upload.begun_on < begun_before
    unfinished = list(db.scalars(select(Upload).where(Upload.state.in_(OPEN), old)))
    for row in unfinished:
        incoming.drop(row.id)
        row.state, row.length, row.sha256 = UploadState.EXPECTED, 0, b""
    db.flush()
    over = (Upload.zone == Zone.PUBLIC) & old
    db.execute(delete(Upload).where(over | (Upload.begun_on < expected_before)))
    return len(unfinished)


def sweep_files(db: Session, incoming: Incoming) -> int:
    """Remove files that belong to no open upload; how many."""
    there = incoming.ids()
    still = set(db.scalars(select(Upload.id).where(Upload.id.in_(there), Upload.state.in_(OPEN))))
    for left in set(there) - still:
        incoming.drop(left)
    return len(set(there) - still)

"""Keeping photos: every photo of the product comes through here after it was made safe."""

import secrets
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, inspect, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from domain.base import table_of
from domain.engines import ready
from domain.media.models import Photo
from domain.media.photo import SafePhoto
from domain.media.problems import PhotoProblem, shown_name
from domain.media.store import Store
from domain.rows import Found
from domain.vault.keys import KeyRing
from domain.vault.sealing import PHOTO_STEP, RecordKey, Where, seal, unseal

LABEL = "media"
_PHOTOS = table_of(Photo)
_WAITING = Found(
    Photo,
    _PHOTOS.c.claim == bindparam("of_claim"),
    _PHOTOS.c.record_id.is_(None),
    order=(_PHOTOS.c.position, _PHOTOS.c.id),
)
_ATTACHED = ("record_kind", "record_id", "claim", "position")
_ATTACH = ready(
    update(_PHOTOS)
    .where(_PHOTOS.c.id == bindparam("photo_id"))
    .values({name: bindparam(f"new_{name}") for name in _ATTACHED})
)
_SHOWN = ready(
    select(_PHOTOS.c.id)
    .where(
        _PHOTOS.c.record_kind == bindparam("kind"),
        _PHOTOS.c.record_id == bindparam("record_id"),
        _PHOTOS.c.file_key != "",
    )
    .order_by(_PHOTOS.c.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One photo as it arrived: safe, or the reason it is not. `digest` is keyed, of the bytes."""

    file_name: str
    digest: bytes
    safe: SafePhoto | None = None
    problem: PhotoProblem | None = None
    original: bytes | None = None
    original_sha256: str = ""
    photo_id: UUID | None = None
    """The id that the phone gave it, when it came by itself."""


def _where(photo_id: UUID, part: str) -> Where:
    return Where("photos", part, photo_id)


def keep_plain(
    db: Session, store: Store, ring: KeyRing, *, received: Received, claim: bytes, on: date
) -> Photo:
    """Store a staff photo: two plain files named by their hash, the original sealed if given.

    A photo with a problem leaves a row without files only when the caller attaches it.
    """
    photo = _row(received, claim, on)
    if received.safe is not None:
        photo.file_key, photo.thumb_key = store.put_photo(received.safe)
    keep_original(store, ring, photo=photo, received=received)
    db.add(photo)
    return photo


def keep_original(store: Store, ring: KeyRing, *, photo: Photo, received: Received) -> None:
    """Seal the bytes an officer sent beside the safe photo, when the caller received them so."""
    if received.original is None:
        return
    sealed = seal(ring, LABEL, _where(photo.id, "original"), received.original, step=PHOTO_STEP)
    photo.original_key = store.put_sealed(sealed)
    photo.original_sha256 = received.original_sha256


def keep_sealed(
    db: Session, store: Store, ring: KeyRing, *, received: Received, claim: bytes, on: date
) -> Photo:
    """Store a citizen's photo sealed under the deployment's media key until a tip claims it."""
    photo = _row(received, claim, on)
    _put_parts(
        store, photo, received, lambda where, data: seal(ring, LABEL, where, data, step=PHOTO_STEP)
    )
    db.add(photo)
    return photo


def seal_under(store: Store, *, key: RecordKey, received: Received, on: date) -> Photo:
    """Store a photo sealed under a record's own key, before the record's transaction begins.

    The caller attaches the row and, should the record not come to be, deletes its files.
    """
    photo = _row(received, None, on)
    _put_parts(store, photo, received, lambda where, data: key.seal(where, data, step=PHOTO_STEP))
    return photo


def _put_parts(
    store: Store, photo: Photo, received: Received, sealer: Callable[[Where, bytes], bytes]
) -> None:
    photo.is_sealed, photo.file_name = True, ""
    if received.safe is not None:
        parts = {"file": received.safe.picture, "thumb": received.safe.thumb}
        names = {
            part: store.put_sealed(sealer(_where(photo.id, part), data))
            for part, data in parts.items()
        }
        photo.file_key, photo.thumb_key = names["file"], names["thumb"]


def _row(received: Received, claim: bytes | None, on: date) -> Photo:
    return Photo(
        id=received.photo_id or uuid4(),
        claim=claim,
        width=received.safe.width if received.safe else 0,
        height=received.safe.height if received.safe else 0,
        received_sha256=received.digest,
        file_name=shown_name(received.file_name),
        problem=received.problem.value if received.problem else "",
        created_on=on,
    )


def waiting(db: Session, claim: bytes) -> list[Photo]:
    """Photos that arrived under this claim and that no record has taken yet."""
    return _WAITING.all(db, {"of_claim": claim})


def attach(db: Session, *, photos: list[Photo], kind: str, record_id: UUID, start: int = 0) -> None:
    """Give photos to a staff record, in this order."""
    taken: list[dict[str, Any]] = []
    for position, photo in enumerate(photos, start=start):
        told = dict(zip(_ATTACHED, (kind, record_id, None, position), strict=True))
        if inspect(photo).persistent:
            values = {f"new_{name}": value for name, value in told.items()}
            taken.append({"photo_id": photo.id, **values})
            for name, value in told.items():
                set_committed_value(photo, name, value)
        else:
            for name, value in told.items():
                setattr(photo, name, value)
            db.add(photo)
    _ATTACH.each(db, taken)


def change(
    db: Session, *, kind: str, record_id: UUID, add: Sequence[Photo], remove: Collection[UUID]
) -> dict[str, list[int]]:
    """Add photos to a staff record and take some away.

    Gives {"photos": [how many could be seen before, after]}, empty when nothing changed.
    """
    before = of_record(db, kind, record_id)
    leaving = [photo for photo in before if photo.id in remove]
    if not add and not leaving:
        return {}
    for photo in leaving:
        db.delete(photo)
    start = max((photo.position for photo in before), default=-1) + 1
    attach(db, photos=list(add), kind=kind, record_id=record_id, start=start)
    db.flush()
    return {"photos": [_seen(before), _seen(of_record(db, kind, record_id))]}


def _seen(photos: Sequence[Photo]) -> int:
    return sum(1 for photo in photos if photo.file_key)


def attach_sealed(
    db: Session,
    store: Store,
    ring: KeyRing,
    *,
    photos: list[Photo],
    key: RecordKey,
    kind: str,
    record_id: UUID,
) -> list[str]:
    """Give waiting photos to a tip or message: sealed anew under the tip's own key.

    Returns the names of the files that nothing refers to any more once the transaction is
    committed; the caller deletes them afterwards.
    """
    left_over = []
    for photo in photos:
        for part, column in (("file", "file_key"), ("thumb", "thumb_key")):
            name = getattr(photo, column)
            if not name:
                continue
            plain = unseal(ring, LABEL, _where(photo.id, part), store.get(name))
            sealed = key.seal(_where(photo.id, part), plain, step=PHOTO_STEP)
            setattr(photo, column, store.put_sealed(sealed))
            left_over.append(name)
    attach(db, photos=photos, kind=kind, record_id=record_id)
    return left_over


def put_for_tip(store: Store, key: RecordKey, photo_id: UUID, safe: SafePhoto) -> tuple[str, str]:
    """Store a safe photo's two files sealed under a tip's key; their names."""
    names = [
        store.put_sealed(key.seal(_where(photo_id, part), data, step=PHOTO_STEP))
        for part, data in (("file", safe.picture), ("thumb", safe.thumb))
    ]
    return names[0], names[1]


def read_plain(store: Store, photo: Photo, *, thumb: bool) -> bytes:
    """The JPEG of a staff photo. Raises `MediaMissing`."""
    return store.get(photo.thumb_key if thumb else photo.file_key)


def read_sealed(store: Store, photo: Photo, key: RecordKey, *, thumb: bool) -> bytes:
    """The JPEG of a tip's photo. Raises `MediaMissing` or `CannotOpen`."""
    part, name = ("thumb", photo.thumb_key) if thumb else ("file", photo.file_key)
    return key.unseal(_where(photo.id, part), store.get(name))


def read_original(store: Store, ring: KeyRing, photo: Photo) -> bytes:
    """The sealed original of an incident photo, byte for byte as the officer sent it."""
    return unseal(ring, LABEL, _where(photo.id, "original"), store.get(photo.original_key))


def of_record(db: Session, kind: str, record_id: UUID) -> list[Photo]:
    """A record's photos in order; the caller has loaded the record for its viewer."""
    query = select(Photo).where(Photo.record_kind == kind, Photo.record_id == record_id)
    return list(db.scalars(query.order_by(Photo.position)))


def shown_of_record(db: Session, kind: str, record_id: UUID) -> list[UUID]:
    """The ids of those that can be seen, in order, once what was changed is written."""
    return [photo_id for (photo_id,) in _SHOWN.all(db, {"kind": kind, "record_id": record_id})]


def random_claim() -> bytes:
    """A claim that nobody can guess, for photos that come with a form in one request."""
    return secrets.token_bytes(32)

"""What somebody sent with a lapsed sign-in: sealed, for its author only, for a day."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.people.models import HeldForm, Officer
from domain.vault.keys import KeyRing
from domain.vault.sealing import PHOTO_STEP, Where, seal, unseal

KEPT_FOR = timedelta(days=1)
MOST = 20
"""Forms kept for one officer; the oldest gives way."""
_LABEL = "held-form"


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of the form: the field it came in, its name and type, and where its bytes lie."""

    field: str
    name: str
    type: str
    key: str


@dataclass(frozen=True, slots=True)
class Content:
    """What was typed, in the order it came, and the files."""

    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[HeldFile] = field(default_factory=list)


def _where(held_id: UUID, part: str = "sealed") -> Where:
    return Where("held_forms", part, held_id)


def seal_file(ring: KeyRing, *, held_id: UUID, number: int, data: bytes) -> bytes:
    """A file of a form as it may lie on the disk."""
    return seal(ring, _LABEL, _where(held_id, f"file-{number}"), data, step=PHOTO_STEP)


def open_file(ring: KeyRing, *, held_id: UUID, number: int, sealed: bytes) -> bytes:
    """The reverse of `seal_file`. Raises `CannotOpen`."""
    return unseal(ring, _LABEL, _where(held_id, f"file-{number}"), sealed)


def keep(
    db: Session,
    ring: KeyRing,
    *,
    held_id: UUID,
    officer_id: UUID,
    path: str,
    content: Content,
    now: datetime,
) -> HeldForm:
    """Keep a form for its author."""
    _make_room(db, officer_id=officer_id)
    body = json.dumps(asdict(content), ensure_ascii=False).encode()
    row = HeldForm(
        id=held_id,
        officer_id=officer_id,
        path=path,
        sealed=seal(ring, _LABEL, _where(held_id), body),
        created_at=now,
    )
    db.add(row)
    return row


def _make_room(db: Session, *, officer_id: UUID) -> None:
    query = select(HeldForm.id).where(HeldForm.officer_id == officer_id)
    too_many = db.scalars(query.order_by(HeldForm.created_at.desc()).offset(MOST - 1)).all()
    if too_many:
        db.execute(delete(HeldForm).where(HeldForm.id.in_(too_many)))


def get(db: Session, *, officer: Officer, held_id: UUID, now: datetime) -> HeldForm:
    """The officer's own form. Raises `NotFound` alike for another's, an old one and none."""
    row = db.get(HeldForm, held_id)
    if row is None or row.officer_id != officer.id or now - row.created_at >= KEPT_FOR:
        raise NotFound
    return row


def newest(db: Session, *, officer: Officer, now: datetime) -> HeldForm | None:
    """The form an officer was sending when the sign-in ran out, if any waits."""
    query = select(HeldForm).where(
        HeldForm.officer_id == officer.id, HeldForm.created_at > now - KEPT_FOR
    )
    return db.scalars(query.order_by(HeldForm.created_at.desc()).limit(1)).first()


def find(db: Session, *, officer: Officer, text: str, now: datetime) -> HeldForm | None:
    """The officer's own form by an id that came in an address; None for anything else."""
    try:
        return get(db, officer=officer, held_id=UUID(text), now=now)
    except (ValueError, NotFound):
        return None


def content_of(ring: KeyRing, row: HeldForm) -> Content:
    """What is in it. Raises `CannotOpen`."""
    body = json.loads(unseal(ring, _LABEL, _where(row.id), row.sealed))
    return Content(
        fields=[(name, value) for name, value in body["fields"]],
        files=[HeldFile(**file) for file in body["files"]],
    )


def drop(db: Session, row: HeldForm) -> None:
    """Forget a form that was sent or that its author does not want."""
    db.delete(row)


def sweep(db: Session, now: datetime) -> int:
    """Forget forms nobody came back for; returns how many. Their files are the orphan sweep's."""
    gone = db.execute(delete(HeldForm).where(HeldForm.created_at <= now - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]

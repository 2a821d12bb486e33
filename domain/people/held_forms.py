"""What somebody sent and the server could not take: sealed, for its author only, for a while."""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.letters.unread import TrayFull
from domain.people.models import HeldForm, Officer
from domain.vault.keys import KeyRing
from domain.vault.sealing import PHOTO_STEP, Where, seal, unseal

KEPT_FOR = timedelta(days=1)
LETTERS_KEPT_FOR = timedelta(days=30)
"""What waited in a phone may wait for its author here too."""
MOST, MOST_LETTERS = 20, 200
"""Forms kept for one officer. Of those from pages the oldest gives way; a letter stays."""
MOST_HANDED_ON = 20
"""Letters of one writer that wait for who minds their unit now."""
LONGEST_PATH = 400
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
    came_by_letter: bool = False,
    written_by: UUID | None = None,
) -> HeldForm:
    """Keep a form for its author, or for whoever minds it now. Raises `TrayFull`."""
    if came_by_letter:
        _require_room(db, officer_id, written_by)
    else:
        _make_room(db, officer_id)
    body = json.dumps(asdict(content), ensure_ascii=False).encode()
    row = HeldForm(
        id=held_id,
        officer_id=officer_id,
        path=path,
        sealed=seal(ring, _LABEL, _where(held_id), body),
        created_at=now,
        came_by_letter=came_by_letter,
        written_by=written_by,
    )
    db.add(row)
    return row


def keep_letter(
    db: Session,
    ring: KeyRing,
    *,
    item_id: UUID,
    officer_id: UUID,
    path: str,
    content: Content,
    now: datetime,
) -> HeldForm | None:
    """Keep a form out of a phone's outbox under the id of its item, once and as it came last;
    None when somebody else's form has that id. Raises `TrayFull`."""
    row = db.get(HeldForm, item_id)
    if row is not None and row.officer_id != officer_id:
        return None
    if row is not None:
        drop(db, row)
        db.flush()
    return keep(
        db,
        ring,
        held_id=item_id,
        officer_id=officer_id,
        path=path,
        content=content,
        now=row.created_at if row else now,
        came_by_letter=True,
    )


def hand_on(
    db: Session,
    ring: KeyRing,
    *,
    item_id: UUID,
    to: UUID,
    written_by: UUID,
    path: str,
    content: Content,
    now: datetime,
) -> bool:
    """Keep somebody's letter for who minds it now; False when it lies here already. Raises
    `TrayFull`."""
    row = db.get(HeldForm, item_id)
    if row is not None and row.written_by == written_by:
        row.officer_id = to  # Who minded it may have left since.
        return False
    if row is not None and row.officer_id != written_by:
        return False
    if row is not None:
        drop(db, row)
        db.flush()
    keep(
        db,
        ring,
        held_id=item_id,
        officer_id=to,
        path=path,
        content=content,
        now=now,
        came_by_letter=True,
        written_by=written_by,
    )
    return True


def _make_room(db: Session, officer_id: UUID) -> None:
    query = select(HeldForm.id).where(
        HeldForm.officer_id == officer_id, HeldForm.came_by_letter.is_(False)
    )
    too_many = db.scalars(query.order_by(HeldForm.created_at.desc()).offset(MOST - 1)).all()
    if too_many:
        db.execute(delete(HeldForm).where(HeldForm.id.in_(too_many)))


def _require_room(db: Session, officer_id: UUID, written_by: UUID | None) -> None:
    """What lies here stays; what comes beyond waits in its phone, which tries again. What others
    wrote takes none of the room of one's own."""
    column = HeldForm.officer_id == officer_id if written_by is None else HeldForm.came_by_letter
    query = select(func.count()).where(
        column, HeldForm.came_by_letter, HeldForm.written_by.is_not_distinct_from(written_by)
    )
    if (db.scalar(query) or 0) >= (MOST_LETTERS if written_by is None else MOST_HANDED_ON):
        raise TrayFull


def count_letters(db: Session, officer_id: UUID) -> int:
    """How many forms out of phones wait for an officer."""
    query = select(func.count()).where(HeldForm.officer_id == officer_id, HeldForm.came_by_letter)
    return db.scalar(query) or 0


def letters_for(db: Session, *, officer: Officer, now: datetime) -> list[HeldForm]:
    """Forms out of phones that wait for an officer, the oldest first."""
    query = select(HeldForm).where(HeldForm.officer_id == officer.id, HeldForm.came_by_letter)
    rows = db.scalars(query.order_by(HeldForm.created_at))
    return [row for row in rows if not _is_over(row, now)]


def get(db: Session, *, officer: Officer, held_id: UUID, now: datetime) -> HeldForm:
    """The officer's own form. Raises `NotFound` alike for another's, an old one and none."""
    row = db.get(HeldForm, held_id)
    if row is None or row.officer_id != officer.id or _is_over(row, now):
        raise NotFound
    return row


def _is_over(row: HeldForm, now: datetime) -> bool:
    if row.written_by is not None:
        return False  # It waits for a decision of somebody who did not write it.
    return now - row.created_at >= (LETTERS_KEPT_FOR if row.came_by_letter else KEPT_FOR)


def newest(db: Session, *, officer: Officer, now: datetime) -> HeldForm | None:
    """The form an officer was sending when the sign-in ran out, if any waits; the outbox of their
    phone tells of its own."""
    query = select(HeldForm).where(
        HeldForm.officer_id == officer.id,
        HeldForm.created_at > now - KEPT_FOR,
        HeldForm.came_by_letter.is_(False),
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
    is_over = and_(HeldForm.came_by_letter.is_(False), HeldForm.created_at <= now - KEPT_FOR)
    is_long_over = and_(
        HeldForm.written_by.is_(None), HeldForm.created_at <= now - LETTERS_KEPT_FOR
    )
    gone = db.execute(delete(HeldForm).where(or_(is_over, is_long_over)))
    return int(gone.rowcount)  # type: ignore[attr-defined]

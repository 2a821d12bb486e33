"""Telling officers that something waits: whom, why and about which subject, never what it says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.clock import half_day_start, next_hour
from domain.engines import Ready, inserting
from domain.notices import recipients, waking
from domain.notices.models import Notice, NoticeKind

_OF_THE_PERSON = frozenset({NoticeKind.WRITTEN, NoticeKind.APPEALED, NoticeKind.FLOOD})
UNTIMED = _OF_THE_PERSON | {NoticeKind.URGENT, NoticeKind.UNOPENED}
"""What somebody outside caused: no column keeps more of when they did than the half-day."""
_NOTICES = table_of(Notice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What has been so `since` an instant, and whom it is told."""

    officer_ids: Collection[UUID]
    kind: NoticeKind
    subject: UUID
    since: datetime


def _telling(again: ColumnElement[bool]) -> Ready:
    def finish(row: Any) -> Any:
        return row.on_conflict_do_update(
            index_elements=["officer_id", "kind", "subject"],
            set_={"at": row.excluded.at, "seen_at": row.excluded.seen_at},
            where=again,
        ).returning(_NOTICES.c.officer_id)

    return inserting(_NOTICES, finish)


_TELL = _telling(_NOTICES.c.seen_at.is_not(None))
_REMIND = _telling(_NOTICES.c.at < bindparam("since", type_=_NOTICES.c.at.type))


def tell(
    db: Session,
    *,
    officer_ids: Collection[UUID],
    kind: NoticeKind,
    subject: UUID,
    now: datetime,
) -> None:
    """Something happened with the subject. Who has not yet seen an earlier notice of the kind on
    it is not told twice; who has is told anew."""
    _tell(db, _TELL, officer_ids, _row(kind, subject, now), now)


def remind(db: Session, reminder: Reminder, *, now: datetime) -> None:
    """Something has been so since an instant: told once, however often this is called."""
    row = _row(reminder.kind, reminder.subject, now)
    row["since"] = _kept(reminder.kind, reminder.since)
    _tell(db, _REMIND, reminder.officer_ids, row, now)


def untold(db: Session, reminder: Reminder) -> bool:
    """Whether `remind` would tell anybody anything."""
    told = select(Notice.officer_id).where(
        Notice.subject == reminder.subject,
        Notice.kind == reminder.kind,
        Notice.at >= _kept(reminder.kind, reminder.since),
    )
    return not set(reminder.officer_ids) <= set(db.scalars(told))


def tell_unit(
    db: Session, *, unit_id: UUID, kind: NoticeKind, subject: UUID, now: datetime, on: date
) -> None:
    """`tell` everybody of the unit who may read tips. `on`: the day of the tree in use."""
    whom = recipients.readers(db, unit_id, on)
    tell(db, officer_ids=whom, kind=kind, subject=subject, now=now)


def tell_chiefs(
    db: Session, *, unit_id: UUID, kind: NoticeKind, subject: UUID, now: datetime, on: date
) -> None:
    """`tell` those who lead the unit."""
    whom = recipients.chiefs(db, unit_id, on)
    tell(db, officer_ids=whom, kind=kind, subject=subject, now=now)


def tell_above(
    db: Session, *, unit_id: UUID, kind: NoticeKind, subject: UUID, now: datetime, on: date
) -> None:
    """`tell` those who lead the unit above; nobody when there is none."""
    whom = recipients.above(db, unit_id, on)
    tell(db, officer_ids=whom, kind=kind, subject=subject, now=now)


def see(db: Session, *, officer_id: UUID, subject: UUID, now: datetime) -> None:
    """The officer has looked at the subject: nothing on it waits for them any more."""
    of_theirs = Notice.officer_id == officer_id, Notice.subject == subject
    db.execute(update(Notice).where(*of_theirs, Notice.seen_at.is_(None)).values(seen_at=now))


def see_some(db: Session, *, officer_id: UUID, ids: Collection[UUID], now: datetime) -> None:
    """The officer has read these of their notices; ids of others' change nothing."""
    of_theirs = Notice.officer_id == officer_id, Notice.id.in_(ids)
    db.execute(update(Notice).where(*of_theirs, Notice.seen_at.is_(None)).values(seen_at=now))


def settle(db: Session, *, subject: UUID, kinds: Collection[NoticeKind], now: datetime) -> None:
    """What these kinds told of the subject is done with: it waits for nobody any more."""
    those = Notice.subject == subject, Notice.kind.in_(kinds), Notice.seen_at.is_(None)
    db.execute(update(Notice).where(*those).values(seen_at=now))


def forget_subject(db: Session, subject: UUID) -> None:
    """Remove every trace of a subject that is being erased."""
    db.execute(delete(Notice).where(Notice.subject == subject))


def _tell(
    db: Session, statement: Ready, officer_ids: Collection[UUID], row: dict[str, Any], now: datetime
) -> None:
    db.flush()
    told = [
        officer_id
        for officer_id in sorted(set(officer_ids))  # In one order: two tellers never block.
        if statement.first(db, {**row, "id": uuid4(), "officer_id": officer_id})
    ]
    # Waking a phone in the minute somebody wrote would tell the minute to whoever watches it.
    waking.queue(db, told, at=next_hour(now) if row["kind"] in _OF_THE_PERSON else now)


def _row(kind: NoticeKind, subject: UUID, now: datetime) -> dict[str, Any]:
    return {"kind": kind, "subject": subject, "at": _kept(kind, now), "seen_at": None}


def _kept(kind: NoticeKind, at: datetime) -> datetime:
    return half_day_start(at) if kind in UNTIMED else at

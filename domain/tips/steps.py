"""The timeline of a tip: what the unit did, with officers' notes sealed under the tip's key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import half_day_start
from domain.tips.models import StepKind, Tip, TipState, TipStep
from domain.tips.sealing import key_unless_lost, tip_key
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """One line of the timeline. `note` of a changed category is "before>after"."""

    kind: StepKind
    state: TipState
    at: datetime
    by: str
    """"" for what the person or the clock did."""
    note: str


def add(
    db: Session,
    ring: KeyRing,
    *,
    tip: Tip,
    kind: StepKind,
    by: UUID | None,
    now: datetime,
    note: str = "",
) -> None:
    """Append a line; the tip already bears the state after it. Where the tip's key was lost the
    line stays without its note."""
    row_id, key = uuid4(), key_unless_lost(ring, tip) if note else None
    sealed = key.seal(_where(row_id), note.encode()) if key else None
    db.add(
        TipStep(
            id=row_id,
            tip_id=tip.id,
            kind=kind,
            state=tip.state,
            at=now,
            by_id=by,
            note_sealed=sealed,
        )
    )


def add_of_person(
    db: Session, ring: KeyRing, *, tip: Tip, kind: StepKind, now: datetime, note: str = ""
) -> None:
    """Append what the person did: at the start of the half-day, or right behind the last line,
    so that the order stays and no minute is told."""
    last = last_of(db, tip)
    behind = last.at + timedelta(microseconds=1) if last else half_day_start(now)
    at = max(half_day_start(now), behind)
    add(db, ring, tip=tip, kind=kind, by=None, now=at, note=note)


def of_tip(db: Session, ring: KeyRing, tip: Tip) -> Sequence[Done]:
    """The whole timeline, oldest first; the caller has seen to it who may read."""
    key = tip_key(ring, tip)
    query = select(TipStep).where(TipStep.tip_id == tip.id).order_by(TipStep.at)
    return [
        Done(
            kind=row.kind,
            state=row.state,
            at=row.at,
            by=row.by.name if row.by else "",
            note=key.unseal(_where(row.id), row.note_sealed).decode() if row.note_sealed else "",
        )
        for row in db.scalars(query)
    ]


def last_of(db: Session, tip: Tip) -> TipStep | None:
    """The newest line: who changed the tip last, and when."""
    query = select(TipStep).where(TipStep.tip_id == tip.id)
    return db.scalars(query.order_by(TipStep.at.desc()).limit(1)).first()


def _where(row_id: UUID) -> Where:
    return Where("tip_steps", "note_sealed", row_id)

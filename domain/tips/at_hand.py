"""The few tips of the own unit that the home screen names: due soon, and read the longest."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, or_, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import Ready, ready
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.tips.models import OPEN_STATES, Tip, TipState
from domain.tips.queries import units_at

_TIPS, _HOLDERS = table_of(Tip), table_of(Officer)
_WITH_LIMITS = (*OPEN_STATES, TipState.TRANSFERRED, TipState.RESOLVED)
"""A resolved tip is still to be told of, in writing."""


def _first_by(
    clock: ColumnElement[date] | ColumnElement[datetime],
    states: tuple[TipState, ...],
    *wanted: ColumnElement[bool],
) -> Ready:
    """Put together once: the home screen asks for it every time it is opened."""
    columns = (_TIPS.c.id, _TIPS.c.number, _TIPS.c.category, clock)
    return ready(
        select(*columns, func.coalesce(_HOLDERS.c.name, ""))
        .outerjoin(_HOLDERS, _HOLDERS.c.id == _TIPS.c.taken_by_id)
        .where(
            _TIPS.c.unit_id.in_(units_at(bindparam("place"), bindparam("on"))),
            _TIPS.c.is_quarantined.is_(False),
            or_(*(_TIPS.c.state == state for state in states)),
            *wanted,
        )
        .order_by(clock, _TIPS.c.number)
        .limit(bindparam("most"))
    )


_OLDEST = _first_by(_TIPS.c.received_on, (TipState.HELD, TipState.VERIFYING))
_NEAREST = _first_by(_TIPS.c.due_at, _WITH_LIMITS, _TIPS.c.due_at <= bindparam("by"))


@dataclass(frozen=True, slots=True)
class BeingRead:
    """A tip in reading; `reader` is "" while nobody has taken it."""

    id: UUID
    number: int
    category: str
    received_on: date
    reader: str


@dataclass(frozen=True, slots=True)
class DueTip:
    """A tip with its nearest limit; `holder` is "" while nobody has taken it."""

    id: UUID
    number: int
    category: str
    due_at: datetime
    holder: str


def being_read(db: Session, viewer: Officer, on: date, *, most: int = 5) -> list[BeingRead]:
    """Tips of the own unit in reading, the one received first in front.

    `on` is the day whose tree of places is in use, here and below.
    """
    if not may(viewer, Permission.READ_TIPS):
        return []
    found = _OLDEST.all(db, {"place": viewer.place_id, "on": on, "most": most})
    return [BeingRead(*row) for row in found]


def due_soon(
    db: Session, viewer: Officer, on: date, *, now: datetime, most: int = 5
) -> list[DueTip]:
    """Tips of the own unit that are over or due within a day, the nearest in front."""
    if not may(viewer, Permission.READ_TIPS):
        return []
    asked = {"place": viewer.place_id, "on": on, "by": now + timedelta(days=1), "most": most}
    return [DueTip(*row) for row in _NEAREST.all(db, asked)]

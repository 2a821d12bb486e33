"""Tips of a unit whose limit of law has passed or is within a day, for the home screen."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.tips.models import OPEN_STATES, Tip, TipState
from domain.tips.queries import units_at

_TIPS, _HOLDERS = table_of(Tip), table_of(Officer)
_WITH_LIMITS = (*OPEN_STATES, TipState.TRANSFERRED, TipState.RESOLVED)
"""A resolved tip is still to be told of, in writing."""
_NEAREST = ready(
    select(
        _TIPS.c.id,
        _TIPS.c.number,
        _TIPS.c.category,
        _TIPS.c.due_at,
        func.coalesce(_HOLDERS.c.name, ""),
    )
    .outerjoin(_HOLDERS, _HOLDERS.c.id == _TIPS.c.taken_by_id)
    .where(
        _TIPS.c.unit_id.in_(units_at(bindparam("place"), bindparam("on"))),
        _TIPS.c.is_quarantined.is_(False),
        or_(*(_TIPS.c.state == state for state in _WITH_LIMITS)),
        _TIPS.c.due_at <= bindparam("by"),
    )
    .order_by(_TIPS.c.due_at, _TIPS.c.number)
    .limit(bindparam("most"))
)
"""Put together once: the home screen asks for it every time it is opened."""


@dataclass(frozen=True, slots=True)
class DueTip:
    """A tip with its nearest limit; `holder` is "" while nobody has taken it."""

    id: UUID
    number: int
    category: str
    due_at: datetime
    holder: str


def due_soon(
    db: Session, viewer: Officer, on: date, *, now: datetime, most: int = 5
) -> list[DueTip]:
    """Tips of the own unit that are over or due within a day, the nearest in front.

    `on` is the day whose tree of places is in use.
    """
    if not may(viewer, Permission.READ_TIPS):
        return []
    asked = {"place": viewer.place_id, "on": on, "by": now + timedelta(days=1), "most": most}
    return [DueTip(*row) for row in _NEAREST.all(db, asked)]

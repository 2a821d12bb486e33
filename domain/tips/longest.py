"""Tips that somebody has been reading the longest."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.tips.models import Tip, TipState
from domain.tips.queries import units_at

_TIPS, _READERS = table_of(Tip), table_of(Officer)
_OLDEST = ready(
    select(
        _TIPS.c.id,
        _TIPS.c.number,
        _TIPS.c.category,
        _TIPS.c.received_on,
        func.coalesce(_READERS.c.name, ""),
    )
    .outerjoin(_READERS, _READERS.c.id == _TIPS.c.taken_by_id)
    .where(
        _TIPS.c.unit_id.in_(units_at(bindparam("place"), bindparam("on"))),
        _TIPS.c.is_quarantined.is_(False),
        or_(_TIPS.c.state == TipState.HELD, _TIPS.c.state == TipState.VERIFYING),
    )
    .order_by(_TIPS.c.received_on, _TIPS.c.number)
    .limit(bindparam("most"))
)
"""Put together once: the home screen asks for it every time it is opened."""


@dataclass(frozen=True, slots=True)
class BeingRead:
    """A tip in reading; `reader` is "" while nobody has taken it."""

    id: UUID
    number: int
    category: str
    received_on: date
    reader: str


def being_read(db: Session, viewer: Officer, on: date, *, most: int = 5) -> list[BeingRead]:
    """Tips of the own unit in reading, the one received first in front.

    `on` is the day whose tree of places is in use.
    """
    if not may(viewer, Permission.READ_TIPS):
        return []
    found = _OLDEST.all(db, {"place": viewer.place_id, "on": on, "most": most})
    return [BeingRead(*row) for row in found]

"""Tips that nobody has opened: how many, the urgent ones, and those that wait too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, lazyload, load_only

from domain.people.models import Officer
from domain.places.models import Place
from domain.tips.inbox import received_at, waiting_hours
from domain.tips.models import Tip, TipState
from domain.tips.queries import below_too, own_units
from domain.tips.times import start_of_half
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

MOST = 500
"""No screen counts further: beyond it says "more than"."""
_HALF_DAY = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits in the viewer's own unit. `urgent_since` is when the newest urgent one came."""

    unopened: int = 0
    urgent: int = 0
    urgent_since: datetime | None = None
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """Tips unopened for too long in all of the viewer's places, and the places they went to."""

    count: int = 0
    places: Sequence[str] = ()


def count(db: Session, viewer: Officer, on: date) -> int:
    """How many unopened tips came to the viewer's own unit, up to `MOST`.

    `on` is the day whose tree of places is in use.
    """
    query = _unopened(select(Tip.id), own_units(viewer, on))
    return len(db.scalars(query.limit(MOST)).all())


def waiting(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, now: datetime, hours: int
) -> Waiting:
    """What the home screen says of the viewer's own unit. `hours`: when unopened is too long."""
    tips = _load(db, own_units(viewer, on))
    urgent = [tip for tip in tips if tip.is_urgent]
    moments = [moment for tip in urgent if (moment := _received(ring, tip)) is not None]
    return Waiting(
        unopened=len(tips),
        urgent=len(urgent),
        urgent_since=max(moments, default=None),
        late=sum(is_late(ring, tip, now=now, hours=hours) for tip in tips),
    )


def late(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, now: datetime, hours: int
) -> Late:
    """What the supervisor's column of exceptions says of every unit the viewer may know of."""
    tips = [
        tip for tip in _load(db, below_too(viewer, on)) if is_late(ring, tip, now=now, hours=hours)
    ]
    named = select(Place.full_name).where(Place.id.in_({tip.unit_id for tip in tips}))
    return Late(count=len(tips), places=list(db.scalars(named.order_by(Place.sort_key))))


def is_late(ring: KeyRing, tip: Tip, *, now: datetime, hours: int) -> bool:
    """Whether the tip waits that long. The half-day mostly tells; only within the twelve hours
    where it does not is the sealed time looked at, and then by whole hours of the clock."""
    allowed = timedelta(hours=hours)
    begins = start_of_half(tip.received_on, tip.received_half)
    if now - begins < allowed:
        return False
    if now - (begins + _HALF_DAY) >= allowed:
        return True
    try:
        return waiting_hours(ring, tip, now) >= hours
    except CannotOpen:
        return False


def _received(ring: KeyRing, tip: Tip) -> datetime | None:
    """The exact instant; none for a tip whose key is gone, which another page reports."""
    try:
        return received_at(ring, tip)
    except CannotOpen:
        return None


def _unopened(query: Select[UUID], units: Select[UUID]) -> Select[UUID]:
    return query.where(
        Tip.unit_id.in_(units),
        Tip.is_quarantined.is_(False),
        Tip.state == TipState.NEW,
        Tip.opened_at.is_(None),
    )


def _load(db: Session, units: Select[UUID]) -> Sequence[Tip]:
    """The urgent ones and then the oldest, with no more than the clock needs."""
    needed = load_only(
        Tip.unit_id,
        Tip.received_on,
        Tip.received_half,
        Tip.is_urgent,
        Tip.key_id,
        Tip.wrapped_key,
        Tip.sealed_received,
    )
    ids = _unopened(select(Tip.id), units).order_by(Tip.is_urgent.desc(), Tip.received_on)
    query = select(Tip).where(Tip.id.in_(ids.limit(MOST)))
    return db.scalars(query.options(needed, lazyload("*"))).all()

"""Tips that nobody has opened: how many, the urgent ones, and those that wait too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, lazyload, load_only

from domain.clock import local_day
from domain.people.models import Officer
from domain.places.models import Place
from domain.tips.inbox import received_at, waiting_hours
from domain.tips.models import HalfDay, Tip, TipState
from domain.tips.queries import below_too, own_units
from domain.tips.times import half_of
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

Ts = TypeVarTuple("Ts")
_HALF_DAY = timedelta(hours=12)
_URGENT = Tip.is_urgent.is_(True)


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
    """How many unopened tips came to the viewer's own unit.

    `on` is the day whose tree of places is in use.
    """
    return _count(db, own_units(viewer, on))


def waiting(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, now: datetime, hours: int
) -> Waiting:
    """What the home screen says of the viewer's own unit. `hours`: when unopened is too long."""
    own = own_units(viewer, on)
    return Waiting(
        unopened=_count(db, own),
        urgent=_count(db, own, _URGENT),
        urgent_since=_newest_urgent(db, ring, own),
        late=sum(_late_by_unit(db, ring, own, now=now, hours=hours).values()),
    )


def late(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, now: datetime, hours: int
) -> Late:
    """What the supervisor's column of exceptions says of every unit the viewer may know of."""
    found = _late_by_unit(db, ring, below_too(viewer, on), now=now, hours=hours)
    named = select(Place.full_name).where(Place.id.in_(found)).order_by(Place.sort_key)
    return Late(count=sum(found.values()), places=list(db.scalars(named)))


def _late_by_unit(
    db: Session, ring: KeyRing, units: Select[UUID], *, now: datetime, hours: int
) -> dict[UUID, int]:
    """How many tips wait that long in each unit. The half-day mostly tells; only within the
    twelve hours where it does not is the sealed time looked at, and then by whole hours."""
    allowed = timedelta(hours=hours)
    surely, perhaps = _begun_by(now - allowed - _HALF_DAY), _begun_by(now - allowed)
    query = _unopened(select(Tip.unit_id, func.count(Tip.id)), units).where(surely)
    found = {row[0]: int(row[1]) for row in db.execute(query.group_by(Tip.unit_id))}
    for tip in _load(db, units, perhaps, not_(surely)):
        if _has_waited(ring, tip, now=now, hours=hours):
            found[tip.unit_id] = found.get(tip.unit_id, 0) + 1
    return found


def _begun_by(at: datetime) -> ColumnElement[bool]:
    """Whether the half-day in which a tip came had begun at an instant."""
    same_day = Tip.received_on == local_day(at)
    if half_of(at) is HalfDay.MORNING:
        same_day = and_(same_day, Tip.received_half == HalfDay.MORNING)
    return or_(Tip.received_on < local_day(at), same_day)


def _has_waited(ring: KeyRing, tip: Tip, *, now: datetime, hours: int) -> bool:
    try:
        return waiting_hours(ring, tip, now) >= hours
    except CannotOpen:
        return False


def _newest_urgent(db: Session, ring: KeyRing, units: Select[UUID]) -> datetime | None:
    """When the newest urgent one came; a tip whose key is gone is reported on another page."""
    newest = _unopened(select(func.max(Tip.received_on)), units).where(_URGENT)
    moments = []
    for tip in _load(db, units, _URGENT, Tip.received_on == newest.scalar_subquery()):
        try:
            moments.append(received_at(ring, tip))
        except CannotOpen:
            continue
    return max(moments, default=None)


def _count(db: Session, units: Select[UUID], *wanted: ColumnElement[bool]) -> int:
    return db.scalar(_unopened(select(func.count(Tip.id)), units).where(*wanted)) or 0


def _unopened(query: Select[*Ts], units: Select[UUID]) -> Select[*Ts]:
    return query.where(
        Tip.unit_id.in_(units),
        Tip.is_quarantined.is_(False),
        Tip.state == TipState.NEW,
        Tip.opened_at.is_(None),
    )


def _load(db: Session, units: Select[UUID], *wanted: ColumnElement[bool]) -> Sequence[Tip]:
    """No more of the tips than a clock needs."""
    needed = load_only(Tip.unit_id, Tip.key_id, Tip.wrapped_key, Tip.sealed_received)
    query = _unopened(select(Tip), units).where(*wanted)
    return db.scalars(query.options(needed, lazyload("*"))).all()

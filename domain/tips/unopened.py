"""Tips that nobody has opened: how many, the urgent ones, and those that wait too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, not_, or_, select
from sqlalchemy.orm import Session, lazyload, load_only

from domain.clock import local_day
from domain.engines import ready
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.places.models import Place
from domain.tips.inbox import came_at, waiting_hours
from domain.tips.models import HalfDay, Tip, TipState
from domain.tips.queries import below_too, units_at
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
    return sum(group.count for group in groups(db, viewer, on))


def waiting(
    db: Session,
    ring: KeyRing,
    viewer: Officer,
    on: date,
    *,
    now: datetime,
    hours: int,
    came: Sequence["Group"] | None = None,
) -> Waiting:
    """What the home screen says of the viewer's own unit. `hours`: when unopened is too long;
    `came`: what `groups` gave, where the page has asked already."""
    came = groups(db, viewer, on) if came is None else came
    if not came:
        return Waiting()
    at = now - timedelta(hours=hours)
    perhaps = (local_day(at), half_of(at))
    newest = _newest_urgent(came)
    asked = {"day": perhaps[0], "half": perhaps[1], "newest": newest or date.min}
    clocks = _clocks(db, viewer, on, asked) if newest or _has(came, perhaps) else []
    return Waiting(
        unopened=sum(group.count for group in came),
        urgent=sum(group.count for group in came if group.is_urgent),
        urgent_since=_last_moment(ring, clocks, newest),
        late=sum(group.count for group in came if group.is_before(*perhaps))
        + sum(
            _has_waited(ring, tip, now=now, hours=hours)
            for tip in clocks
            if (tip.received_on, tip.received_half) == perhaps
        ),
    )


def urgent_since(db: Session, ring: KeyRing, viewer: Officer, on: date) -> datetime | None:
    """When the newest urgent tip came that nobody in the viewer's own unit has opened; the same
    as `waiting` says, but no other tip's clock is opened for it."""
    newest = _newest_urgent(groups(db, viewer, on))
    if newest is None:
        return None
    asked = {"day": date.min, "half": HalfDay.MORNING, "newest": newest}
    return _last_moment(ring, _clocks(db, viewer, on, asked), newest)


def _newest_urgent(came: Sequence["Group"]) -> date | None:
    return max((group.day for group in came if group.is_urgent), default=None)


def _last_moment(ring: KeyRing, clocks: Sequence[Tip], day: date | None) -> datetime | None:
    moments = [came_at(ring, tip) for tip in clocks if tip.is_urgent and tip.received_on == day]
    return max((moment for moment in moments if moment), default=None)


@dataclass(frozen=True, slots=True)
class Group:
    """Unopened tips of one half-day, the urgent ones apart."""

    day: date
    half: HalfDay
    is_urgent: bool
    count: int

    def is_before(self, day: date, half: HalfDay) -> bool:
        """Whether they came in an earlier half-day."""
        same_day = self.day == day and self.half is not half and half is HalfDay.AFTERNOON
        return self.day < day or same_day


def _has(came: Sequence[Group], half_day: tuple[date, HalfDay]) -> bool:
    return any((group.day, group.half) == half_day for group in came)


def groups(db: Session, viewer: Officer, on: date) -> list[Group]:
    """The unopened tips of the viewer's own unit, by half-day; none for who may not read tips."""
    if not may(viewer, Permission.READ_TIPS):
        return []
    found = _GROUPS.all(db, {"place": viewer.place_id, "on": on})
    return [Group(*row) for row in found]


def _clocks(db: Session, viewer: Officer, on: date, asked: Mapping[str, Any]) -> list[Tip]:
    """As much of some tips as a clock needs, apart from the session."""
    found = _CLOCKS.all(db, {"place": viewer.place_id, "on": on, **asked})
    names = [column.key for column in _CLOCK_COLUMNS]
    return [Tip(**dict(zip(names, row, strict=True))) for row in found]


def late(
    db: Session, ring: KeyRing, viewer: Officer, on: date, *, now: datetime, hours: int
) -> Late:
    """What the supervisor's column of exceptions says of every unit the viewer may know of."""
    found = late_by_unit(db, ring, below_too(viewer, on), now=now, hours=hours)
    named = select(Place.full_name).where(Place.id.in_(found)).order_by(Place.sort_key)
    return Late(count=sum(found.values()), places=list(db.scalars(named)))


def late_by_unit(
    db: Session, ring: KeyRing, units: Select[UUID], *, now: datetime, hours: int
) -> dict[UUID, int]:
    """How many tips wait that long in each unit. The half-day mostly tells; only within the
    twelve hours where it does not is the sealed time looked at, and then by whole hours."""
    allowed = timedelta(hours=hours)
    surely, perhaps = begun_by(now - allowed - _HALF_DAY), begun_by(now - allowed)
    query = _unopened(select(Tip.unit_id, func.count(Tip.id)), units).where(surely)
    found = {row[0]: int(row[1]) for row in db.execute(query.group_by(Tip.unit_id))}
    for tip in _load(db, units, perhaps, not_(surely)):
        if _has_waited(ring, tip, now=now, hours=hours):
            found[tip.unit_id] = found.get(tip.unit_id, 0) + 1
    return found


def begun_by(at: datetime) -> ColumnElement[bool]:
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


_OWN = units_at(bindparam("place"), bindparam("on"))
_GROUPS = ready(
    _unopened(
        select(Tip.received_on, Tip.received_half, Tip.is_urgent, func.count(Tip.id)), _OWN
    ).group_by(Tip.received_on, Tip.received_half, Tip.is_urgent)
)
_CLOCK_COLUMNS = (
    Tip.id,
    Tip.unit_id,
    Tip.key_id,
    Tip.wrapped_key,
    Tip.sealed_received,
    Tip.is_urgent,
    Tip.received_on,
    Tip.received_half,
)
_CLOCKS = ready(
    _unopened(select(*_CLOCK_COLUMNS), _OWN).where(
        or_(
            and_(_URGENT, Tip.received_on == bindparam("newest")),
            and_(Tip.received_on == bindparam("day"), Tip.received_half == bindparam("half")),
        )
    )
)
"""Put together once: every page asks how many wait, and the home screen since when."""

"""The trays of a unit's tips, a page at a time, and how many wait in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from domain.clock import LOCAL_TIME
from domain.people.models import Officer
from domain.tips import ordering, sealing
from domain.tips.models import OPEN_STATES, EndCheck, Tip, TipState
from domain.tips.ordering import Cursor, Order
from domain.tips.queries import lifted_below, own_units, watched_by
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

COUNTED = 99
"""A badge tells no more than this many; counting stops one later."""


class Tray(StrEnum):
    """Whose tips are looked at."""

    UNIT = "unit"
    MINE = "mine"
    QUARANTINE = "quarantine"
    LIFTED = "lifted"
    """Tips of units below that ask for the unit above: see `lifted`."""
    HANDED_ON = "handed_on"
    """Tips that the unit handed to another and still follows."""


class Section(StrEnum):
    """The parts of a tray, the most pressing first."""

    URGENT = "urgent"
    UNOPENED = "unopened"
    WRITTEN = "written"
    """The person answered what was asked, or wrote again after the answer or the end."""
    HELD = "held"
    WAITING = "waiting"
    TRANSFERRED = "transferred"
    CLOSED = "closed"
    TO_CHECK = "to_check"
    """Ended by somebody else; this officer can be the second person."""
    APPEALED = "appealed"
    """The person asked the unit above to look again."""
    LIFTED = "lifted"
    """What else lies open to the unit above."""
    HANDED_ON = "handed_on"
    APART = "apart"
    """Everything open in the tray of what waits apart."""


_OPEN = Tip.state.in_(OPEN_STATES)
_UNOPENED = and_(Tip.state == TipState.NEW, Tip.opened_at.is_(None))
_IN_SECTION: dict[Section, ColumnElement[bool]] = {
    Section.URGENT: and_(_UNOPENED, Tip.is_urgent.is_(True)),
    Section.UNOPENED: and_(_UNOPENED, Tip.is_urgent.is_(False)),
    Section.WRITTEN: and_(
        Tip.state.not_in([TipState.NEW, TipState.HELD]), Tip.has_new_message.is_(True)
    ),
    Section.HELD: or_(
        Tip.state == TipState.HELD,
        and_(Tip.state == TipState.VERIFYING, Tip.has_new_message.is_(False)),
        and_(Tip.state == TipState.NEW, Tip.opened_at.is_not(None)),
    ),
    Section.WAITING: and_(Tip.state == TipState.WAITING, Tip.has_new_message.is_(False)),
    Section.TRANSFERRED: and_(Tip.state == TipState.TRANSFERRED, Tip.has_new_message.is_(False)),
    Section.CLOSED: and_(
        Tip.state.not_in([*OPEN_STATES, TipState.TRANSFERRED]), Tip.has_new_message.is_(False)
    ),
    Section.APPEALED: Tip.appealed_on.is_not(None),
    Section.LIFTED: Tip.appealed_on.is_(None),
    Section.HANDED_ON: true(),
    Section.APART: or_(_OPEN, Tip.has_new_message.is_(True)),
}


_BY_LIMIT = {
    Section.URGENT: Order.OLDEST,
    Section.UNOPENED: Order.OLDEST,
    Section.WRITTEN: Order.LIMIT,
    Section.HELD: Order.LIMIT,
    Section.WAITING: Order.LIMIT,
    Section.TRANSFERRED: Order.LIMIT,
    Section.APPEALED: Order.OLDEST,
}
"""The nearest limit in front: of being opened, then of law. Other sections have none."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One section's page and where the next one begins (None: the end)."""

    section: Section
    tips: Sequence[Tip]
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many open tips lie in each tray, at most `COUNTED` + 1."""

    unit: int
    mine: int
    quarantine: int
    lifted: int


def shelf(
    db: Session,
    viewer: Officer,
    on: date,
    *,
    tray: Tray,
    section: Section,
    order: Order = Order.LIMIT,
    below: Cursor | None = None,
    limit: int = 20,
) -> Shelf:
    """A page of one section: by limit where its tips have any, else the newest first."""
    sort = _BY_LIMIT.get(section, Order.NEWEST) if order is Order.LIMIT else order
    query = select(Tip).where(_in_tray(db, viewer, on, tray), _in_section(viewer, section))
    if below is not None:
        query = query.where(ordering.behind(below, sort))
    # A row shows who has the tip, not where that officer sits.
    lean = joinedload(Tip.taken_by).lazyload(Officer.place)
    tips = db.scalars(query.options(lean).order_by(*ordering.sorting(sort)).limit(limit + 1)).all()
    if len(tips) <= limit:
        return Shelf(section, tips, None)
    return Shelf(section, tips[:limit], Cursor.at(tips[limit - 1]))


def open_tips(db: Session, viewer: Officer, on: date, *, limit: int) -> Sequence[Tip]:
    """The unit's open tips, the one received first in front."""
    query = select(Tip).where(_in_tray(db, viewer, on, Tray.UNIT), _OPEN)
    return db.scalars(query.order_by(Tip.received_on, Tip.number).limit(limit)).all()


def tally(db: Session, viewer: Officer, on: date) -> Tally:
    """How many open tips lie in each tray; what has been closed does not count."""
    return Tally(
        unit=_open_in(db, viewer, on, Tray.UNIT),
        mine=_open_in(db, viewer, on, Tray.MINE),
        quarantine=_open_in(db, viewer, on, Tray.QUARANTINE),
        lifted=_count(db, _in_tray(db, viewer, on, Tray.LIFTED)),
    )


def ever(db: Session, viewer: Officer, on: date, tray: Tray) -> int:
    """How many tips a tray holds, closed ones too: what is more later came in between."""
    held = select(func.count(Tip.id)).where(_in_tray(db, viewer, on, tray))
    return db.scalar(held) or 0


def waiting_hours(ring: KeyRing, tip: Tip, now: datetime) -> int:
    """Whole hours on the clock since a tip came: all tips of one hour turn over together, so
    that watching the figure does not tell the minute."""
    began, by = _hour(received_at(ring, tip)), _hour(now)
    return max(0, (by - began) // timedelta(hours=1))


def waiting_minutes(ring: KeyRing, tip: Tip, now: datetime) -> int:
    """Minutes since an urgent tip came; only for a tip whose minute is shown anyway."""
    return max(0, (now - received_at(ring, tip)) // timedelta(minutes=1))


def received_at(ring: KeyRing, tip: Tip) -> datetime:
    """The exact instant, which only clocks are made of; screens show the half-day."""
    return sealing.read_received(sealing.tip_key(ring, tip), tip)


def came_at(ring: KeyRing, tip: Tip) -> datetime | None:
    """`received_at`, or None for a tip whose key is gone: another page reports it, and it must not
    take the clocks of the others with it."""
    try:
        return received_at(ring, tip)
    except CannotOpen:
        return None


def _hour(at: datetime) -> datetime:
    return at.astimezone(LOCAL_TIME).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _in_section(viewer: Officer, section: Section) -> ColumnElement[bool]:
    if section is Section.TO_CHECK:
        not_theirs = or_(Tip.closed_by_id != viewer.id, Tip.closed_by_id.is_(None))
        return and_(Tip.end_check == EndCheck.PENDING, not_theirs)
    return _IN_SECTION[section]


def _in_tray(db: Session, viewer: Officer, on: date, tray: Tray) -> ColumnElement[bool]:
    if tray is Tray.LIFTED:
        return lifted_below(viewer, on)
    if tray is Tray.HANDED_ON:
        return and_(Tip.id.in_(watched_by(viewer, on)), Tip.is_quarantined.is_(False))
    # Nearly always one unit: read by equality, its tips come in order from the index.
    own = db.scalars(own_units(viewer, on)).all()
    unit = Tip.unit_id == own[0] if len(own) == 1 else Tip.unit_id.in_(own)
    of_unit = and_(unit, Tip.is_quarantined.is_(tray is Tray.QUARANTINE))
    return and_(of_unit, Tip.taken_by_id == viewer.id) if tray is Tray.MINE else of_unit


def _open_in(db: Session, viewer: Officer, on: date, tray: Tray) -> int:
    return _count(db, and_(_in_tray(db, viewer, on, tray), _OPEN))


def _count(db: Session, wanted: ColumnElement[bool]) -> int:
    some = select(Tip.id).where(wanted).limit(COUNTED + 1)
    return db.scalar(select(func.count()).select_from(some.subquery())) or 0

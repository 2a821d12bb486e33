"""How many open tips are over their nearest limit or reach it within a day, as their cards say it.

A tip that nobody opened has a limit too (`clocks.of_tip`), which its half-day mostly tells; only
where it does not is the sealed time looked at, and counting stops at what a badge can tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal_column, not_, or_, select
from sqlalchemy.orm import Session, lazyload, load_only

from domain.clock import local_day
from domain.people.models import Officer
from domain.tips import clocks
from domain.tips.clocks import TODAY, Nearness, OpenWithin
from domain.tips.inbox import COUNTED
from domain.tips.models import OPEN_STATES, HalfDay, Tip, TipState
from domain.tips.times import start_of_half
from domain.vault.keys import KeyRing

_HALF_DAY, _HOUR = timedelta(hours=12), timedelta(hours=1)
_UNOPENED = and_(Tip.state == TipState.NEW, Tip.opened_at.is_(None), Tip.accepted_at.is_(None))
_CLOCK_COLUMNS = (
    Tip.unit_id,
    Tip.key_id,
    Tip.wrapped_key,
    Tip.sealed_received,
    Tip.state,
    Tip.opened_at,
    Tip.accepted_at,
    Tip.is_quarantined,
    Tip.is_urgent,
    Tip.received_on,
    Tip.received_half,
)


@dataclass(frozen=True, slots=True)
class Pressing:
    """Each figure is at most `COUNTED` + 1."""

    over: int
    today: int


@dataclass(frozen=True, slots=True)
class _Group:
    """Unopened tips of one half-day whose limit lies equally far behind its start."""

    day: date
    half: HalfDay
    is_urgent: bool
    is_own: bool
    count: int

    def limits(self, within: OpenWithin, now: datetime) -> tuple[datetime, datetime]:
        """The earliest and the latest instant that a limit of theirs may be at: as `clocks`
        counts, by the minute for urgent tips, by the hour on the clock for one's own, and from
        the end of the half-day for those of other units."""
        begins = start_of_half(self.day, self.half)
        if not (self.is_urgent or self.is_own):
            ends = begins + _HALF_DAY + timedelta(hours=within.hours)
            return ends, ends
        minutes, hours = timedelta(minutes=within.urgent_minutes), timedelta(hours=within.hours)
        allowed, slack = (minutes, _HALF_DAY) if self.is_urgent else (hours, _HALF_DAY + _HOUR)
        # Nothing comes after now.
        return begins + allowed, min(begins + allowed + slack, now + allowed)

    def which(self, own: UUID) -> ColumnElement[bool]:
        """The tips of the group."""
        return and_(
            Tip.received_on == self.day,
            Tip.received_half == self.half,
            Tip.is_urgent.is_(self.is_urgent),
            Tip.unit_id == own if self.is_own else Tip.unit_id != own,
        )


def pressing(
    db: Session,
    ring: KeyRing,
    viewer: Officer,
    units: Sequence[UUID],
    *,
    now: datetime,
    within: OpenWithin,
) -> Pressing:
    """What presses in the units; the viewer's own unit is told by the hour, others are not."""
    held = and_(Tip.unit_id.in_(units), Tip.is_quarantined.is_(False))
    live = and_(held, Tip.state.in_([*OPEN_STATES, TipState.TRANSFERRED]), not_(_UNOPENED))
    longest = max(timedelta(hours=within.hours), timedelta(minutes=within.urgent_minutes))
    since = local_day(now - longest - _HALF_DAY - _HOUR)
    unopened = and_(held, _UNOPENED)
    over = _count(db, and_(live, Tip.due_at < now))
    over += _count(db, and_(unopened, Tip.received_on < since))
    today = _count(db, and_(live, Tip.due_at >= now, Tip.due_at <= now + TODAY))
    doubtful = []
    for group in _groups(db, viewer, and_(unopened, Tip.received_on >= since)):
        earliest, latest = group.limits(within, now)
        if latest < now:
            over += group.count
        elif earliest >= now and latest <= now + TODAY:
            today += group.count
        elif earliest <= now + TODAY:
            doubtful.append(group)
    for tip in _load(db, unopened, [group.which(viewer.place_id) for group in doubtful]):
        is_own = tip.unit_id == viewer.place_id
        left = clocks.of_tip(ring, tip, now=now, within=within, is_own=is_own)
        over += left is not None and left.nearness is Nearness.OVER
        today += left is not None and left.nearness is Nearness.TODAY
    return Pressing(min(over, COUNTED + 1), min(today, COUNTED + 1))


def _groups(db: Session, viewer: Officer, wanted: ColumnElement[bool]) -> list[_Group]:
    is_own = (Tip.unit_id == viewer.place_id).label("is_own")
    key = (Tip.received_on, Tip.received_half, Tip.is_urgent, is_own)
    rows = db.execute(select(*key, func.count()).where(wanted).group_by(*key))
    return [_Group(*row) for row in rows]


def _load(
    db: Session, wanted: ColumnElement[bool], groups: Sequence[ColumnElement[bool]]
) -> Sequence[Tip]:
    """No more of the tips than a clock needs."""
    if not groups:
        return ()
    query = select(Tip).where(wanted, or_(*groups))
    lean = query.options(load_only(*_CLOCK_COLUMNS), lazyload("*"))
    return db.scalars(lean.order_by(Tip.received_on).limit(COUNTED + 1)).all()


def _count(db: Session, wanted: ColumnElement[bool]) -> int:
    return len(db.execute(select(literal_column("1")).where(wanted).limit(COUNTED + 1)).all())

"""My numbers: everything that one officer's page of figures shows, own and of the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from domain.banking import queries as banking
from domain.clock import instant
from domain.feed import figures
from domain.feed.models import DailyCount, Kind
from domain.forums.models import WAITING, Forum, Opinion
from domain.numbers import held
from domain.numbers.held import Forums, Pair
from domain.numbers.periods import Period
from domain.people.models import Officer
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Place
from domain.places.queries import scope_of
from domain.review import queries as review
from domain.review.models import ReviewKind
from domain.tips.appearing import HANDED_ON
from domain.tips.models import Tip
from domain.tips.queries import own_units, watched_by
from domain.tips.work_models import TipTransfer

MOST_NOTES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One hamlet of a commune, or commune of a larger unit, and when something was held last."""

    place: Place
    held: Pair
    last: date | None
    """None while nothing was ever held there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is still to be done."""

    promises: Pair
    notes: Pair
    """Records that were sent back and are not mended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Banks:
    """What was reached with the banks (K18): calls, cases in which money was held, how much."""

    calls: Pair
    held: Pair
    amount: Pair
    """In đồng."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """One period of an officer and the unit."""

    channels: dict[str, Pair]
    counted: dict[tuple[str, str], Pair]
    forums: Forums
    areas: Sequence[Area]
    everywhere: Pair
    """Held for all of the unit at once, in none of its areas."""
    tips: Pair | None
    """Entered by the officer, and received by the unit; None without the right to tips."""
    handed_on: Pair | None
    """Handed to others by the officer, and by the unit; None as above."""
    banks: Banks | None
    """None without the right to tips, and while the unit has called no bank."""
    owed: Owed

    @property
    def outreach(self) -> Pair:
        """All channels together."""
        return sum(self.channels.values(), Pair())

    @property
    def is_empty(self) -> bool:
        """Whether the unit held nothing at all."""
        return not (self.outreach.unit or self.forums.records.unit)


def of(db: Session, officer: Officer, period: Period, *, on: date, now: datetime) -> Numbers:
    """The figures of a period. `on` is the day whose tree of places is in use."""
    areas, everywhere = _areas(db, officer, period, on)
    return Numbers(
        channels=held.by_channel(db, officer, period),
        counted=held.counted(db, officer, period),
        forums=held.forums(db, officer, period),
        areas=areas,
        everywhere=everywhere,
        tips=_tips(db, officer, period, on),
        handed_on=_handed_on(db, officer, period),
        banks=_banks(db, officer, period, on),
        owed=_owed(db, officer, now),
    )


def _areas(db: Session, officer: Officer, period: Period, on: date) -> tuple[list[Area], Pair]:
    known = places.areas(db, officer.place, on)
    ids = [place.id for place in known]
    own = held.own_by_area(db, officer, period, ids)
    unit = _held_at(db, [*ids, officer.place_id], period)
    last = _last_days(db, ids)
    areas = [
        Area(
            place=place,
            held=Pair(own.get(place.id, 0), unit.get(place.id, 0)),
            last=last.get(place.id),
        )
        for place in known
    ]
    inside = sum((area.held for area in areas), Pair())
    whole = Pair(sum(own.values()), unit.get(officer.place_id, 0))
    return areas, Pair(whole.own - inside.own, whole.unit - inside.unit)


def _held_at(db: Session, place_ids: Sequence[UUID], period: Period) -> dict[UUID, int]:
    query = select(DailyCount.place_id, func.sum(DailyCount.value)).where(
        *_records_of(place_ids), DailyCount.day.between(period.since, period.until)
    )
    return {row[0]: int(row[1]) for row in db.execute(query.group_by(DailyCount.place_id))}


def _last_days(db: Session, place_ids: Sequence[UUID]) -> dict[UUID, date]:
    query = select(DailyCount.place_id, func.max(DailyCount.day)).where(
        *_records_of(place_ids), DailyCount.value > 0
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(DailyCount.place_id))}


def _records_of(place_ids: Sequence[UUID]) -> list[ColumnElement[bool]]:
    return [
        DailyCount.place_id.in_(place_ids),
        DailyCount.kind.in_([Kind.OUTREACH, Kind.FORUM]),
        DailyCount.measure == figures.RECORDS,
    ]


def _tips(db: Session, officer: Officer, period: Period, on: date) -> Pair | None:
    """Tips that went to the parent unit are neither the officer's to see nor the unit's."""
    if not may(officer, Permission.READ_TIPS):
        return None
    had = or_(Tip.unit_id.in_(own_units(officer, on)), Tip.id.in_(watched_by(officer, on)))
    mine = select(func.count(Tip.id)).where(
        Tip.created_by == officer.id,
        had,
        Tip.received_on.between(period.since, period.until),
    )
    received = figures.sums(
        db, officer.place_id, Kind.TIP, [figures.RECORDS], period.since, period.until
    )
    return Pair(db.scalar(mine) or 0, received[figures.RECORDS])


def _handed_on(db: Session, officer: Officer, period: Period) -> Pair | None:
    """A tip that came back and was handed on again was handed on twice."""
    if not may(officer, Permission.READ_TIPS):
        return None
    mine = select(func.count(TipTransfer.id)).where(
        TipTransfer.by_id == officer.id,
        TipTransfer.at >= instant(period.since, None),
        TipTransfer.at < instant(period.until + timedelta(days=1), None),
    )
    unit = figures.sums(db, officer.place_id, Kind.TIP, [HANDED_ON], period.since, period.until)
    return Pair(db.scalar(mine) or 0, unit[HANDED_ON])


def _banks(db: Session, officer: Officer, period: Period, on: date) -> Banks | None:
    """Calls for tips that went past the unit are none of its own."""
    unit = banking.k18(db, officer, period.since, period.until, on)
    if not unit.calls:
        return None
    own = banking.k18(db, officer, period.since, period.until, on, of=officer)
    return Banks(
        calls=Pair(own.calls, unit.calls),
        held=Pair(own.held, unit.held),
        amount=Pair(own.amount, unit.amount),
    )


def _owed(db: Session, officer: Officer, now: datetime) -> Owed:
    promised = (
        select(func.count(Opinion.id))
        .join(Forum, Forum.id == Opinion.forum_id)
        .where(
            Opinion.owner_id == officer.id,
            Opinion.outcome.in_(WAITING),
            Opinion.answered_on.is_(None),
            Forum.withdrawn_at.is_(None),
            Forum.place_id.in_(scope_of(officer.place_id)),
        )
    )
    waiting = review.waiting_for(db, officer, since=now, most=MOST_NOTES)
    notes = [said for said, _ in waiting if said.kind is ReviewKind.SENT_BACK]
    return Owed(
        promises=Pair(db.scalar(promised) or 0, figures.open_opinions(db, officer)),
        notes=Pair(len(notes), review.count_not_mended(db, officer)),
    )

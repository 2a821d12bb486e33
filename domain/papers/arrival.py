"""When a unit came to have a tip: an officer's receipt of it, or the slip that brought it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, null, or_, select
from sqlalchemy.orm import Session

from domain.clock import LOCAL_TIME, instant, local_day
from domain.tips.acting import Acting
from domain.tips.models import HalfDay, Tip
from domain.tips.queries import own_units
from domain.tips.work_models import TipTransfer

HALVES = {HalfDay.MORNING: "buổi sáng", HalfDay.AFTERNOON: "buổi chiều"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """The day, and the minute where it is an officer's; else the half-day that was told."""

    day: date
    at: datetime | None
    """On the wall in Vietnam."""
    half: str
    entered_on: date
    """The day of the register: of the slip, else of the tip's coming, whoever opened it when."""


def of_tips(db: Session, acting: Acting, tips: Sequence[Tip]) -> dict[UUID, Arrival]:
    """When the officer's own unit came to have each of the tips.

    What another unit handed on was received under that unit's slip, whoever had it before; what
    this unit handed on unopened was never its officers' receipt, though another unit's followed.
    """
    own = set(db.scalars(own_units(acting.by, acting.on)))
    rows = select(
        TipTransfer.tip_id, TipTransfer.at, TipTransfer.from_unit_id, TipTransfer.to_unit_id
    ).where(TipTransfer.tip_id.in_([tip.id for tip in tips]))
    came: dict[UUID, datetime] = {}
    left: dict[UUID, datetime] = {}
    for tip_id, at, sender, receiver in db.execute(rows.order_by(TipTransfer.at)):
        if tip_id in came or tip_id in left:
            continue
        if sender in own:
            left[tip_id] = at
        elif receiver in own:
            came[tip_id] = at
    return {tip.id: _arrival(tip, came.get(tip.id), left.get(tip.id)) for tip in tips}


def by_slip(acting: Acting) -> ScalarSelect[Any]:
    """In a query of tips: the slip's instant, where one first brought the tip to the unit."""
    own = own_units(acting.by, acting.on)
    is_from, is_to = TipTransfer.from_unit_id.in_(own), TipTransfer.to_unit_id.in_(own)
    return (
        select(case((is_from, null()), else_=TipTransfer.at))
        .where(TipTransfer.tip_id == Tip.id, or_(is_from, is_to))
        .order_by(TipTransfer.at)
        .limit(1)
        .correlate(Tip)
        .scalar_subquery()
    )


def entered_in(acting: Acting, first: date, last: date) -> ColumnElement[bool]:
    """In a query of tips: those that stand in the unit's register on the days, both included."""
    came = by_slip(acting)
    begin, end = instant(first, None), instant(last, None) + timedelta(days=1)
    from_person = and_(came.is_(None), Tip.received_on >= first, Tip.received_on <= last)
    return or_(from_person, and_(came >= begin, came < end))


def _arrival(tip: Tip, came: datetime | None, left: datetime | None) -> Arrival:
    at, entered_on = came or tip.accepted_at, local_day(came) if came else tip.received_on
    if at is None or (left is not None and at > left):
        return Arrival(tip.received_on, None, HALVES[tip.received_half], entered_on)
    return Arrival(local_day(at), at.astimezone(LOCAL_TIME), "", entered_on)

"""How long a tip still has: one answer for its page, its row, the home screen and the board."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.tips.inbox import came_at, waiting_hours
from domain.tips.models import Tip, TipState
from domain.tips.times import start_of_half
from domain.vault.keys import KeyRing

NEAR = timedelta(days=2)
TODAY = timedelta(hours=24)
_HALF_DAY = timedelta(hours=12)


class Nearness(StrEnum):
    """How near a limit is, as the chip of deadlines names it."""

    OK = "ok"
    SOON = "soon"
    TODAY = "today"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Left:
    """What is left until a limit, or by how much it is over."""

    nearness: Nearness
    time: timedelta
    """Never below zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWithin:
    """How soon somebody in the unit has to open a tip (settings)."""

    hours: int
    urgent_minutes: int


def left(due_at: datetime, now: datetime) -> Left:
    """What is left until an instant."""
    return _left(due_at - now)


def _left(time: timedelta) -> Left:
    if time < timedelta(0):
        return Left(Nearness.OVER, -time)
    if time <= TODAY:
        return Left(Nearness.TODAY, time)
    return Left(Nearness.SOON if time <= NEAR else Nearness.OK, time)


def of_tip(
    ring: KeyRing, tip: Tip, *, now: datetime, within: OpenWithin, is_own: bool
) -> Left | None:
    """What is left of a tip's nearest limit; None while it has none.

    Until somebody opens it, a tip has the limit of being opened. An urgent one's is in minutes.
    Otherwise its own unit is told by the hour on the clock, a unit above by the half-day alone: a
    finer clock would tell the hour in which the person wrote.
    """
    is_unopened = tip.state is TipState.NEW and tip.opened_at is None
    if is_unopened and tip.accepted_at is None and not tip.is_quarantined:
        return _until_opened(ring, tip, now=now, within=within, is_own=is_own)
    return left(tip.due_at, now) if tip.due_at is not None else None


def _until_opened(
    ring: KeyRing, tip: Tip, *, now: datetime, within: OpenWithin, is_own: bool
) -> Left:
    allowed = timedelta(hours=within.hours)
    came = came_at(ring, tip) if tip.is_urgent or is_own else None
    if came is None:
        # The end of the half-day: what is called late from above is late for certain.
        return left(_end_of_half(tip) + allowed, now)
    if tip.is_urgent:
        return left(came + timedelta(minutes=within.urgent_minutes), now)
    return _left(allowed - timedelta(hours=waiting_hours(ring, tip, now)))


def _end_of_half(tip: Tip) -> datetime:
    return start_of_half(tip.received_on, tip.received_half) + _HALF_DAY

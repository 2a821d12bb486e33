"""The stream of what happens in the demo's half year, day by day, oldest first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from domain.demo.calendar import SILENT_DAYS, VIETNAM, HalfYear, Kind, is_school_day
from domain.demo.channels import (
    FORUM_HOURS_WEEKDAY,
    FORUM_HOURS_WEEKEND,
    HABITS,
    OPINIONS,
    PEOPLE,
    TIP_HOURS,
    channels_on,
)

SHARES = {Kind.FORUM: 0.06, Kind.OUTREACH: 0.44}
"""Parts of all records; the rest are tips."""
LATE_SHARE = 0.03
"""Staff records that are typed in days after; the longest delay is `LATE_DAYS`."""
LATE_DAYS = 20
_DAY = 86_400
_WAKING = 7 * 3600
_QUARTER = 900
_UTC_TO_LOCAL = timedelta(hours=7)


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing that happened in a commune. Instants are aware and in UTC."""

    kind: Kind
    commune: str
    happened_at: datetime
    recorded_at: datetime
    """When it reached the product: later than it happened, never after the plan's `now`."""
    channel: str = ""
    """The outreach channel; empty for a forum and a tip."""
    counts: tuple[tuple[str, int], ...] = ()
    """Counted units of an outreach activity; of a forum `people` and `opinions`."""

    @property
    def held_on(self) -> date:
        """The day in Vietnam."""
        return (self.happened_at + _UTC_TO_LOCAL).date()

    @property
    def started_at(self) -> time:
        """The clock in Vietnam."""
        return (self.happened_at + _UTC_TO_LOCAL).time()

    @property
    def is_late(self) -> bool:
        """Typed in a day or more after."""
        return self.recorded_at - self.happened_at >= timedelta(days=1)


_Draft = tuple[int, Kind, str, str]
"""Second of the day, kind, commune, channel: sortable, and small enough for a flood."""


@dataclass(frozen=True, slots=True)
class _Draw:
    """A weighted choice prepared once: `random.choices` without summing again."""

    names: tuple[str, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def of(cls, names: Sequence[str], weights: Sequence[float]) -> "_Draw":
        return cls(tuple(names), tuple(accumulate(weights)))

    def many(self, rng: Random, count: int) -> list[str]:
        return rng.choices(self.names, cum_weights=self.cumulative, k=count)


class _Turns:
    """Who logs something on a day: as busy as they are, but in the last days first whoever has
    not logged anything yet, so that few records do not make silent what is not."""

    def __init__(self, plan: HalfYear, rng: Random) -> None:
        lively = [commune for commune in plan.communes if commune not in plan.silent]
        self._waiting = rng.sample(lively, len(lively))
        self._since = plan.last_day - timedelta(days=SILENT_DAYS - 1)

    def take(self, rng: Random, day: date, communes: _Draw, count: int) -> list[str]:
        """So many communes for a day."""
        first = min(count, len(self._waiting)) if day >= self._since else 0
        return [self._waiting.pop() for _ in range(first)] + communes.many(rng, count - first)


def activities(plan: HalfYear, rng: Random, total: int) -> Iterator[Activity]:
    """Yield exactly `total` activities, oldest first; only one day's list is in memory.

    The same plan, seed and total give the same stream.
    """
    shares = {kind: round(total * share) for kind, share in SHARES.items()}
    shares[Kind.TIP] = total - sum(shares.values())
    days = plan.days
    per_day = {kind: _spread(rng, plan.day_weights(kind), count) for kind, count in shares.items()}
    turns = _Turns(plan, rng)
    for index, day in enumerate(days):
        counts = {kind: spread[index] for kind, spread in per_day.items()}
        yield from _one_day(plan, rng, day, counts, turns)


def _spread(rng: Random, weights: Sequence[float], count: int) -> Counter[int]:
    return Counter(rng.choices(range(len(weights)), cum_weights=list(accumulate(weights)), k=count))


def _one_day(
    plan: HalfYear, rng: Random, day: date, counts: dict[Kind, int], turns: _Turns
) -> Iterator[Activity]:
    communes = _Draw.of(plan.communes, plan.commune_weights(day))
    midnight = datetime.combine(day, time(), tzinfo=VIETNAM).astimezone(UTC)
    limit = int(min((plan.now - midnight).total_seconds(), _DAY))
    drafts = [
        *_forums(rng, day, turns.take(rng, day, communes, counts[Kind.FORUM])),
        *_outreach(rng, day, turns.take(rng, day, communes, counts[Kind.OUTREACH])),
        *_tips(rng, communes, counts[Kind.TIP]),
    ]
    if limit < _DAY:
        drafts = [(_earlier(draft[0], limit), *draft[1:]) for draft in drafts]
    drafts.sort()
    for second, kind, commune, channel in drafts:
        happened = midnight + timedelta(seconds=second)
        if kind is Kind.TIP:
            yield Activity(kind, commune, happened, happened)
        else:
            recorded = _recorded(plan, rng, happened, commune in plan.silent)
            counted = _counted(rng, channel)
            yield Activity(kind, commune, happened, recorded, channel, counted)


def _earlier(second: int, limit: int) -> int:
    """Move what would lie in today's future into the waking hours gone by, on a quarter hour."""
    if second <= limit:
        return second
    return _WAKING + second % max(1, limit - _WAKING) // _QUARTER * _QUARTER


def _forums(rng: Random, day: date, communes: list[str]) -> Iterator[_Draft]:
    hours = FORUM_HOURS_WEEKEND if day.weekday() >= 5 else FORUM_HOURS_WEEKDAY
    for commune, hour in zip(communes, rng.choices(hours, k=len(communes)), strict=True):
        yield hour * 3600 + rng.choice((0, 0, 1, 2)) * _QUARTER, Kind.FORUM, commune, ""


def _outreach(rng: Random, day: date, communes: list[str]) -> Iterator[_Draft]:
    allowed = channels_on(weekday=day.weekday() < 5, school_day=is_school_day(day))
    channels = _Draw.of(allowed, [HABITS[channel].weight for channel in allowed])
    drawn = channels.many(rng, len(communes))
    for commune, channel in zip(communes, drawn, strict=True):
        hour = rng.choice(HABITS[channel].hours)
        yield hour * 3600 + int(rng.random() * 4) * _QUARTER, Kind.OUTREACH, commune, channel


def _tips(rng: Random, communes: _Draw, count: int) -> Iterator[_Draft]:
    hours = rng.choices(TIP_HOURS, k=count)
    for commune, hour in zip(communes.many(rng, count), hours, strict=True):
        yield hour * 3600 + int(rng.random() * 3600), Kind.TIP, commune, ""


def _recorded(plan: HalfYear, rng: Random, happened: datetime, silent: bool) -> datetime:
    """The same day as a rule; a few late, but no silent commune types old things in."""
    if not silent and rng.random() < LATE_SHARE:
        late = happened + timedelta(days=rng.randint(1, LATE_DAYS))
        if late <= plan.now:
            return late
    return min(plan.now, happened + timedelta(minutes=int(40 + rng.random() * 260)))


def _counted(rng: Random, channel: str) -> tuple[tuple[str, int], ...]:
    ranges = HABITS[channel].counts if channel else {"people": PEOPLE, "opinions": OPINIONS}
    return tuple(
        (unit, low + int(rng.random() * (high - low + 1))) for unit, (low, high) in ranges.items()
    )

"""Half a year of the demo: which days are busy, which communes are quiet, which day floods."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

LUNAR_NEW_YEAR = {
    2022: date(2022, 2, 1),
    2023: date(2023, 1, 22),
    2024: date(2024, 2, 10),
    2025: date(2025, 1, 29),
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
}
"""The first day of Tết. Source: the day of the astronomical new moon at UTC+7, computed with
Meeus' series as in Hồ Ngọc Đức's lunar calendar; in 2030 Vietnam is a day before China, because
that new moon falls at 23:09 Vietnamese time."""

SILENT_DAYS = 30
"""How long the silent communes have been silent when the demo opens."""
FLOOD_FACTOR = 40
"""How many times its usual tips the district gets on the flood day."""

_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}
_TET_FACTOR, _TET_EVE_FACTOR, _HOLIDAY_FACTOR = 0.04, 0.6, 0.25
_WEEK = {
    # Monday to Sunday. Police meet people when these are at home, so forums turn the week round.
    "forum": (0.6, 0.7, 0.7, 0.8, 1.2, 2.4, 2.0),
    "outreach": (1.2, 1.1, 1.1, 1.1, 1.0, 0.5, 0.3),
    "tip": (1.1, 1.0, 1.0, 1.0, 1.0, 0.75, 0.65),
}


class Kind(StrEnum):
    """What happens."""

    FORUM = "forum"
    OUTREACH = "outreach"
    TIP = "tip"


@dataclass(frozen=True, slots=True)
class HalfYear:
    """The plan of the demo's months. Instants after `now` do not exist."""

    now: datetime
    first_day: date
    last_day: date
    communes: tuple[str, ...]
    weights: tuple[float, ...]
    """How busy each commune is, in the order of `communes`; 1 is usual."""
    silent: frozenset[str]
    """Communes where nothing happened in the last `SILENT_DAYS` days."""
    flood_day: date

    @property
    def days(self) -> tuple[date, ...]:
        """Every day, oldest first."""
        count = (self.last_day - self.first_day).days + 1
        return tuple(self.first_day + timedelta(days=offset) for offset in range(count))

    def commune_weights(self, day: date) -> tuple[float, ...]:
        """How busy each commune is on a day: none of the silent ones in the last days."""
        if (self.last_day - day).days >= SILENT_DAYS:
            return self.weights
        return tuple(
            0.0 if commune in self.silent else weight
            for commune, weight in zip(self.communes, self.weights, strict=True)
        )

    def day_weights(self, kind: Kind) -> list[float]:
        """How busy each of `days` is for a kind of activity; only proportions matter."""
        weights = [_usual_weight(day, kind) for day in self.days]
        weights[-1] *= _elapsed_share(self.now)
        if kind is Kind.TIP:
            flood = (self.flood_day - self.first_day).days
            others = sum(weights) - weights[flood]
            weights[flood] = FLOOD_FACTOR * others / (len(weights) - 1)
        return weights


def is_tet(day: date) -> bool:
    """From three days before the lunar new year to its sixth day, when everybody is at home."""
    first = LUNAR_NEW_YEAR.get(day.year)
    return first is not None and -3 <= (day - first).days <= 5


def is_holiday(day: date) -> bool:
    """The fixed public holidays: 1/1, 30/4, 1/5 and 2/9."""
    return (day.month, day.day) in _HOLIDAYS


def is_school_day(day: date) -> bool:
    """A weekday of the term (5/9 to 25/5), outside holidays and the weeks around Tết."""
    first = LUNAR_NEW_YEAR.get(day.year)
    near_tet = first is not None and -7 <= (day - first).days <= 7
    in_term = (day.month, day.day) >= (9, 5) or (day.month, day.day) <= (5, 25)
    return in_term and day.weekday() < 5 and not near_tet and not is_holiday(day)


def plan_half_year(
    now: datetime, rng: Random, communes: Sequence[str], *, never_silent: Collection[str] = ()
) -> HalfYear:
    """Plan 180 to 184 days that end with today's part of the day.

    The same `now` (aware), seed and communes give the same plan. `never_silent` names communes
    that demo users sign in to, which must show life.
    """
    last = now.astimezone(VIETNAM).date()
    first = last - timedelta(days=rng.randint(180, 184) - 1)
    quiet = rng.randint(3, 4)
    candidates = [commune for commune in communes if commune not in never_silent]
    return HalfYear(
        now=now,
        first_day=first,
        last_day=last,
        communes=tuple(communes),
        weights=tuple(min(3.0, max(0.3, rng.lognormvariate(0.0, 0.6))) for _ in communes),
        silent=frozenset(rng.sample(candidates, max(0, min(quiet, len(communes) - 4)))),
        flood_day=_flood_day(last, rng),
    )


def _flood_day(last: date, rng: Random) -> date:
    """An ordinary working day, three to eleven weeks ago."""
    days = [last - timedelta(days=ago) for ago in range(21, 78)]
    return rng.choice([day for day in days if _usual_weight(day, Kind.OUTREACH) >= 1.0])


def _usual_weight(day: date, kind: Kind) -> float:
    weight = _WEEK[kind][day.weekday()]
    if is_tet(day):
        return weight * _TET_FACTOR
    if is_holiday(day):
        return weight * _HOLIDAY_FACTOR
    first = LUNAR_NEW_YEAR.get(day.year)
    if first is not None and kind is not Kind.TIP and -10 <= (day - first).days < -3:
        return weight * _TET_EVE_FACTOR
    return weight


def _elapsed_share(now: datetime) -> float:
    """How much of a day's activity, from seven to nineteen o'clock, is over at `now`."""
    local = now.astimezone(VIETNAM)
    return min(1.0, max(0.0, (local.hour + local.minute / 60 - 7) / 12))

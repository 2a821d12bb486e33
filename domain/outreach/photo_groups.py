"""Photos sorted into the events that they were taken at, by their camera's clock and place. Pure.

A clock can be wrong and a place missing: what cannot be believed counts as not known, and the
officer sorts those photos by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from math import cos, hypot, radians

from domain.clock import LOCAL_TIME
from domain.media.taken import Taken

APART_HOURS = 3
APART_METRES = 500
EARLIEST = datetime(2015, 1, 1)  # noqa: DTZ001 - a camera's clock has no zone.
"""Cameras whose clock was never set begin in 1970, 1980 or the year they were made."""
AHEAD = timedelta(minutes=10)
"""How far a clock may be ahead of ours."""
_METRES_A_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo by its number among those that came, with what its camera wrote."""

    number: int
    taken: Taken | None = None


@dataclass(slots=True)
class Group:
    """The photos of one event; `first` is None for those of which nobody knows the day."""

    first: datetime | None = None
    last: datetime | None = None
    place: tuple[float, float] | None = None
    numbers: list[int] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        """The day of the event."""
        return self.first.date() if self.first else None

    @property
    def started_at(self) -> time | None:
        """The minute of the first photo."""
        return self.first.time().replace(second=0) if self.first else None


def grouped(shots: Sequence[Shot], *, now: datetime) -> list[Group]:
    """One group a day and place, in order; last those without a day, if any.

    Photos of a day belong together while no more than three hours lie between one and the next
    and, where places are known, no more than 500 metres between them.
    """
    groups: list[Group] = []
    unknown = Group()
    for at, shot in _by_time(shots, now):
        if at is None:
            unknown.numbers.append(shot.number)
        else:
            _join(groups, at, shot)
    groups.sort(key=lambda group: group.first or EARLIEST)
    return [*groups, *([unknown] if unknown.numbers else [])]


def _by_time(shots: Sequence[Shot], now: datetime) -> list[tuple[datetime | None, Shot]]:
    believed = [(_believed(shot.taken, now), shot) for shot in shots]
    return sorted(believed, key=lambda pair: (pair[0] or EARLIEST, pair[1].number))


def _believed(taken: Taken | None, now: datetime) -> datetime | None:
    """The clock, unless it was plainly never set or is ahead of ours."""
    latest = now.astimezone(LOCAL_TIME).replace(tzinfo=None) + AHEAD
    if taken is None or taken.at is None or not EARLIEST <= taken.at <= latest:
        return None
    return taken.at


def _join(groups: list[Group], at: datetime, shot: Shot) -> None:
    place = shot.taken.place if shot.taken else None
    group = next((one for one in reversed(groups) if _belongs(one, at, place)), None)
    if group is None:
        group = Group(first=at)
        groups.append(group)
    group.last = at
    group.place = group.place or place
    group.numbers.append(shot.number)


def _belongs(group: Group, at: datetime, place: tuple[float, float] | None) -> bool:
    if group.last is None or group.day != at.date():
        return False
    if at - group.last > timedelta(hours=APART_HOURS):
        return False
    return not (group.place and place) or metres(group.place, place) <= APART_METRES


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The way between two places near each other, as on a flat map."""
    north = (other[0] - one[0]) * _METRES_A_DEGREE
    east = (other[1] - one[1]) * _METRES_A_DEGREE * cos(radians(one[0]))
    return hypot(north, east)

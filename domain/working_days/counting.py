"""Where a limit of law ends: which days are worked, and how hours, days and months are counted.

BLTTHS 2015 art. 134: "Khi tính thời hạn theo ngày thì thời hạn hết vào lúc 24 giờ ngày cuối cùng
của thời hạn. Khi tính thời hạn theo tháng thì thời hạn hết vào ngày trùng của tháng sau; nếu tháng
đó không có ngày trùng thì thời hạn hết vào ngày cuối cùng của tháng đó; nếu thời hạn hết vào ngày
nghỉ thì ngày làm việc đầu tiên tiếp theo được tính là ngày cuối cùng của thời hạn."
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.clock import instant, local_day

SATURDAY = 5
MOST = 999
"""A limit is no longer than this many of its unit: more is a slip of the finger."""
_LAST_SECOND = time(23, 59, 59)
_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit is counted in."""

    IMMEDIATELY = "immediately"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take."""

    value: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Year:
    """What a calendar says of one year: days off with their names, and weekends worked."""

    off: Mapping[date, str]
    worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are off: an admin's own days first, then the state's, then weekends."""

    of_year: Callable[[int], Year]
    own: Mapping[date, bool]
    """Day to whether it is worked."""

    def is_off(self, day: date) -> bool:
        """Whether no office works on the day."""
        if day in self.own:
            return not self.own[day]
        year = self.of_year(day.year)
        if day in year.worked:
            return False
        return day in year.off or day.weekday() >= SATURDAY

    def first_worked(self, day: date) -> date:
        """The day itself, or the next one that is worked."""
        while self.is_off(day):
            day += _DAY
        return day


def read(value: str, unit: str) -> Limit | None:
    """A limit as the list of deadlines writes it; None for a rule that is no limit, such as a
    day of the year."""
    word = unit.split(" ", 1)[0]
    if word not in set(Unit) or not (value.isascii() and value.isdigit()) or int(value) > MOST:
        return None
    return Limit(int(value), Unit(word))


def end_of(limit: Limit, start: datetime, calendar: Calendar) -> datetime:
    """The last instant of a limit that began at `start`.

    Hours run on plainly, through nights and days off. Of days and months the starting day does
    not count, and they end at 24:00 of their last day (art. 134 above), not with the office's
    hours; that is kept as the day's last second, so that its date is the last day.
    """
    if limit.unit is Unit.IMMEDIATELY:
        return start
    if limit.unit is Unit.HOURS:
        return start + timedelta(hours=limit.value)
    return instant(_last_day(limit, local_day(start), calendar), _LAST_SECOND).astimezone(
        start.tzinfo
    )


def _last_day(limit: Limit, first: date, calendar: Calendar) -> date:
    if limit.unit is Unit.WORKING_DAYS:
        return _after_worked(limit.value, first, calendar)
    return calendar.first_worked(plain_day(limit, first))


def plain_day(limit: Limit, first: date) -> date:
    """The last day of a limit of days or months before it moves off a day off."""
    if limit.unit is Unit.MONTHS:
        return months_after(first, limit.value)
    return first + limit.value * _DAY


def _after_worked(count: int, first: date, calendar: Calendar) -> date:
    day = first
    for _ in range(count):
        day = calendar.first_worked(day + _DAY)
    return calendar.first_worked(day)


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of a month that has no such date."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

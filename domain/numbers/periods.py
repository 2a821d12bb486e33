"""The periods that figures are told for: this month, and the reporting periods of the settings."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.reference.settings import Settings

_DAY = timedelta(days=1)


class PeriodKey(StrEnum):
    """Which period, as an address names it."""

    MONTH = "month"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """From a day until a day, both included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.since <= day <= self.until


def periods(settings: Settings, today: date) -> dict[PeriodKey, Period]:
    """Each period in which today lies.

    The reporting year begins on the day of the settings; its first half ends on the other one,
    and what is left of the year is the second.
    """
    begins = _last(settings["report_year_from"], today)
    year = Period(begins, _next(settings["report_year_from"], begins + _DAY) - _DAY)
    middle = _next(settings["report_half_until"], begins)
    first, second = Period(begins, middle), Period(middle + _DAY, year.until)
    return {
        PeriodKey.MONTH: month_of(today),
        PeriodKey.HALF: first if first.holds(today) else second,
        PeriodKey.YEAR: year,
    }


def month_of(day: date) -> Period:
    """The calendar month in which the day lies."""
    since = day.replace(day=1)
    return Period(since, (since + timedelta(days=31)).replace(day=1) - _DAY)


def _last(month_day: str, today: date) -> date:
    """The last day of that month and day that is not after today."""
    this_year = date.fromisoformat(f"{today.year}-{month_day}")
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


def _next(month_day: str, day: date) -> date:
    """The first day of that month and day that is not before the given one."""
    this_year = date.fromisoformat(f"{day.year}-{month_day}")
    return this_year if this_year >= day else this_year.replace(year=day.year + 1)

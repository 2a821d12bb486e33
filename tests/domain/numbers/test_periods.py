"""Reporting periods follow the settings, across the new year and on their very edges."""

from datetime import date

import pytest

from domain.errors import BadInput
from domain.numbers.periods import Period, PeriodKey, month_of, periods
from domain.reference.settings import Settings, store

USUAL = Settings({})


@pytest.mark.parametrize(
    ("today", "half", "year"),
    [
        ("2024-01-15", ("2023-11-01", "2024-05-31"), ("2023-11-01", "2024-10-31")),
        ("2024-05-31", ("2023-11-01", "2024-05-31"), ("2023-11-01", "2024-10-31")),
        ("2024-06-01", ("2024-06-01", "2024-10-31"), ("2023-11-01", "2024-10-31")),
        ("2024-10-31", ("2024-06-01", "2024-10-31"), ("2023-11-01", "2024-10-31")),
        ("2024-11-01", ("2024-11-01", "2025-05-31"), ("2024-11-01", "2025-10-31")),
    ],
)
def test_today_lies_in_a_half_and_the_half_in_a_year(today, half, year):
    found = periods(USUAL, date.fromisoformat(today))
    assert found[PeriodKey.HALF] == Period(*map(date.fromisoformat, half))
    assert found[PeriodKey.YEAR] == Period(*map(date.fromisoformat, year))


def test_a_calendar_year_may_be_the_reporting_year():
    calendar = Settings({"report_year_from": "01-01", "report_half_until": "06-30"})
    found = periods(calendar, date(2024, 12, 31))
    assert found[PeriodKey.YEAR] == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert found[PeriodKey.HALF] == Period(date(2024, 7, 1), date(2024, 12, 31))


def test_every_month_has_its_own_last_day():
    assert month_of(date(2024, 2, 10)) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert month_of(date(2024, 12, 31)) == Period(date(2024, 12, 1), date(2024, 12, 31))


@pytest.mark.parametrize("text", ["02-29", "13-01", "31/10", "", "10"])
def test_a_period_begins_on_a_day_that_comes_every_year(db, text):
    with pytest.raises(BadInput):
        store(db, key="report_year_from", text=text, by=None, now=None)

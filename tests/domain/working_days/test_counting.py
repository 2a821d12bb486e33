"""Limits of law end where a person with a wall calendar says they end (BLTTHS art. 134)."""

from datetime import UTC, date, datetime, time

import pytest

from domain.clock import LOCAL_TIME, instant, local_day
from domain.working_days import counting, vietnam
from domain.working_days.counting import Calendar, Limit, Unit

STATE = Calendar(of_year=vietnam.year, own={})
H, D, W, M = Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS

# Worked out on a wall calendar: the day of receipt, the limit, and its last day with the reason.
BY_HAND = [
    ("2025-06-02", 3, D, "2025-06-05", "an ordinary Thursday"),
    ("2025-06-05", 3, D, "2025-06-09", "Sunday the 8th moves to Monday"),
    ("2025-06-03", 20, D, "2025-06-23", "a Monday"),
    ("2025-06-02", 20, D, "2025-06-23", "Sunday the 22nd moves to Monday"),
    ("2025-12-05", 20, D, "2025-12-25", "Christmas is worked"),
    ("2024-02-19", 10, D, "2024-02-29", "the day of a leap year"),
    ("2025-02-18", 10, D, "2025-02-28", "no 29th in 2025"),
    ("2025-01-05", 20, D, "2025-02-03", "Saturday before Tet 2025 moves behind it"),
    ("2025-01-10", 20, D, "2025-02-03", "second day of Tet 2025"),
    ("2025-01-14", 20, D, "2025-02-03", "first Monday after Tet 2025"),
    ("2025-04-06", 20, D, "2025-04-26", "a Saturday worked for 2 May"),
    ("2025-04-10", 20, D, "2025-05-05", "30 April to 2 May, then a weekend"),
    ("2025-08-11", 20, D, "2025-09-03", "Sunday, then two days of the national day"),
    ("2025-12-12", 20, D, "2026-01-02", "new year's day moves to Friday"),
    ("2026-01-27", 20, D, "2026-02-23", "eve of Tet 2026, a whole week off"),
    ("2026-02-03", 20, D, "2026-02-23", "first Monday after Tet 2026"),
    ("2026-04-06", 20, D, "2026-04-28", "the kings' day on a Sunday, Monday for it"),
    ("2026-04-10", 20, D, "2026-05-04", "30 April, 1 May, a weekend"),
    ("2026-08-02", 20, D, "2026-08-22", "a Saturday worked for 31 August"),
    ("2026-08-11", 20, D, "2026-09-03", "31 August to 2 September off"),
    ("2027-01-15", 20, D, "2027-02-11", "Tet 2027 begins that Thursday"),
    ("2027-01-22", 20, D, "2027-02-11", "first Thursday after Tet 2027"),
    ("2027-04-11", 20, D, "2027-05-04", "1 May on a Saturday, Monday for it"),
    ("2027-08-13", 20, D, "2027-09-06", "2 and 3 September, then a weekend"),
    ("2025-06-02", 3, W, "2025-06-05", "Tuesday, Wednesday, Thursday"),
    ("2025-06-05", 3, W, "2025-06-10", "over a weekend"),
    ("2025-06-07", 3, W, "2025-06-11", "received on a Saturday"),
    ("2025-01-23", 3, W, "2025-02-04", "over Tet 2025"),
    ("2025-04-25", 3, W, "2025-04-29", "the Saturday between is worked"),
    ("2025-12-30", 3, W, "2026-01-05", "over a year's end"),
    ("2026-02-13", 3, W, "2026-02-25", "over Tet 2026"),
    ("2026-04-24", 2, W, "2026-04-29", "over the kings' day and its Monday"),
    ("2027-02-03", 3, W, "2027-02-15", "over Tet 2027 and a weekend"),
    ("2025-06-05", 2, M, "2025-08-05", "the same date"),
    ("2025-06-02", 2, M, "2025-08-04", "2 August is a Saturday"),
    ("2025-01-31", 1, M, "2025-02-28", "no 31st in February"),
    ("2024-01-31", 1, M, "2024-02-29", "no 31st in February of a leap year"),
    ("2024-12-31", 2, M, "2025-02-28", "over a year's end"),
    ("2025-08-31", 1, M, "2025-09-30", "no 31st in September"),
    ("2025-03-31", 1, M, "2025-05-05", "30 April is off, and what follows"),
    ("2025-11-30", 2, M, "2026-01-30", "over a year's end, a Friday"),
    ("2025-12-31", 2, M, "2026-03-02", "28 February 2026 is a Saturday"),
    ("2025-12-16", 2, M, "2026-02-23", "eve of Tet 2026"),
    ("2026-12-04", 2, M, "2027-02-11", "Tet 2027"),
    ("2027-12-29", 2, M, "2028-02-29", "29 February 2028 is there"),
    ("2025-07-15", 4, M, "2025-11-17", "15 November is a Saturday"),
    ("2025-10-31", 4, M, "2026-03-02", "28 February, a Saturday"),
]

OWN = {
    date(2025, 6, 22): True,
    date(2025, 6, 24): False,
    date(2026, 1, 2): False,
    date(2026, 1, 10): True,
}
WITH_OWN = Calendar(of_year=vietnam.year, own=OWN)
BY_HAND_WITH_OWN = [
    ("2025-06-02", 20, D, "2025-06-22", "a Sunday that is worked"),
    ("2025-06-04", 20, D, "2025-06-25", "a Tuesday off by decree"),
    ("2025-12-12", 20, D, "2026-01-05", "2 January off as well"),
    ("2026-01-07", 3, W, "2026-01-10", "the Saturday worked for it"),
    ("2025-06-20", 3, W, "2025-06-25", "Sunday counts, Tuesday does not"),
]


def _last_day(start, value, unit, days):
    began = instant(date.fromisoformat(start), time(15, 40))
    return local_day(counting.end_of(Limit(value, unit), began, days)).isoformat()


@pytest.mark.parametrize(("start", "value", "unit", "last", "why"), BY_HAND)
def test_a_limit_ends_on_the_day_worked_out_by_hand(start, value, unit, last, why):
    assert _last_day(start, value, unit, STATE) == last, why


@pytest.mark.parametrize(("start", "value", "unit", "last", "why"), BY_HAND_WITH_OWN)
def test_an_admins_own_days_move_a_limit(start, value, unit, last, why):
    assert _last_day(start, value, unit, WITH_OWN) == last, why


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2025-01-24 16:30", 24, "2025-01-25 16:30"),
        ("2025-06-06 08:00", 48, "2025-06-08 08:00"),
        ("2024-02-28 23:00", 24, "2024-02-29 23:00"),
        ("2025-12-31 20:00", 24, "2026-01-01 20:00"),
        ("2026-02-16 07:15", 72, "2026-02-19 07:15"),
    ],
)
def test_hours_run_through_nights_weekends_and_tet(start, hours, end):
    began = datetime.fromisoformat(start).replace(tzinfo=LOCAL_TIME)
    ended = counting.end_of(Limit(hours, H), began, STATE)
    assert ended == datetime.fromisoformat(end).replace(tzinfo=LOCAL_TIME)


def test_a_limit_of_days_ends_with_the_whole_day():
    began = instant(date(2025, 6, 2), time(8))
    ended = counting.end_of(Limit(3, D), began, STATE)
    assert ended.astimezone(LOCAL_TIME).isoformat() == "2025-06-05T23:59:59+07:00"


@pytest.mark.parametrize(
    ("utc", "last"), [("2025-06-02T16:59", "2025-06-05"), ("2025-06-02T17:10", "2025-06-06")]
)
def test_the_day_of_receipt_is_the_one_on_the_wall_in_vietnam(utc, last):
    began = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    ended = counting.end_of(Limit(3, D), began, STATE)
    assert (local_day(ended).isoformat(), ended.tzinfo) == (last, UTC)


def test_what_is_due_at_once_is_due_when_it_begins():
    began = datetime(2026, 2, 17, tzinfo=UTC)
    assert counting.end_of(Limit(0, Unit.IMMEDIATELY), began, STATE) == began


@pytest.mark.parametrize(
    ("value", "unit", "limit"),
    [
        ("24", "hours", Limit(24, H)),
        ("2", "months (max; total 4 months)", Limit(2, M)),
        ("06-10", "before this date (month-day)", None),
        ("06-10", "days", None),
        ("1000", "days", None),
        ("²", "days", None),
        ("", "days", None),
    ],
)
def test_the_list_of_deadlines_is_read_as_limits(value, unit, limit):
    assert counting.read(value, unit) == limit

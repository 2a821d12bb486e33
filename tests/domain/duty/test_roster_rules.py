"""What a roster allows, what it warns of, and where it leaves gaps."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.duty import content as rules
from domain.duty.content import Gap, ShiftContent
from domain.duty.models import DutyShift

SEVEN = datetime(2024, 6, 5, 0, tzinfo=UTC)
"""Seven in the morning in Viet Nam."""
DAY = timedelta(days=1)
OFFICER = uuid4()


def _shift(start, end):
    return DutyShift(id=uuid4(), starts_at=start, ends_at=end)


def _wrong(start=SEVEN, end=SEVEN + DAY, phone="0277 3821 111", officer=OFFICER):
    content = ShiftContent(officer_id=officer, phone=phone, starts_at=start, ends_at=end)
    found = rules.problems(content, people={OFFICER}, now=SEVEN)
    return [problem.field for problem in found]


def test_a_shift_of_a_day_with_a_phone_is_right():
    assert _wrong() == []


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"officer": uuid4()}, "officer"),
        ({"phone": ""}, "phone"),
        ({"phone": "hỏi chú Bảy"}, "phone"),
        ({"end": SEVEN}, "until_clock"),
        ({"end": SEVEN - DAY}, "until_clock"),
        ({"end": SEVEN + 8 * DAY}, "until_day"),
        ({"start": SEVEN - 2 * DAY, "end": SEVEN - DAY}, "until_day"),
        ({"start": SEVEN + 400 * DAY, "end": SEVEN + 401 * DAY}, "from_day"),
    ],
)
def test_each_mistake_is_named_beside_its_box(typed, box):
    assert _wrong(**typed) == [box]


def test_a_time_with_nobody_on_duty_is_a_gap():
    shifts = [_shift(SEVEN, SEVEN + DAY), _shift(SEVEN + 2 * DAY, SEVEN + 3 * DAY)]
    assert rules.gaps(shifts, SEVEN - DAY, SEVEN + 4 * DAY) == [
        Gap(SEVEN - DAY, SEVEN),
        Gap(SEVEN + DAY, SEVEN + 2 * DAY),
        Gap(SEVEN + 3 * DAY, SEVEN + 4 * DAY),
    ]
    assert rules.gaps(shifts, SEVEN, SEVEN + DAY) == []
    assert rules.gaps([], SEVEN, SEVEN + DAY) == [Gap(SEVEN, SEVEN + DAY)]


def test_shifts_that_share_time_are_pointed_out_and_those_that_follow_are_not():
    long, inside = _shift(SEVEN, SEVEN + 3 * DAY), _shift(SEVEN + DAY, SEVEN + 2 * DAY)
    late = _shift(SEVEN + 2 * DAY, SEVEN + 4 * DAY)
    after = _shift(SEVEN + 4 * DAY, SEVEN + 5 * DAY)
    assert rules.overlapping([after, late, inside, long]) == {long.id, inside.id, late.id}


def test_a_new_shift_begins_where_the_roster_ends():
    assert rules.next_shift_times(None, SEVEN + DAY) == (SEVEN + DAY, SEVEN + 2 * DAY)
    ends = SEVEN + 3 * DAY
    assert rules.next_shift_times(ends, SEVEN) == (ends, ends + DAY)
    assert rules.next_shift_times(SEVEN - 9 * DAY, SEVEN)[0] == SEVEN


def test_a_week_begins_on_monday():
    assert rules.monday_of(date(2024, 6, 9)) == date(2024, 6, 3)
    assert rules.monday_of(date(2024, 6, 3)) == date(2024, 6, 3)

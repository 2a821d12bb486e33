"""Photos sorted by day and place: what a clock says is believed only when it can be true."""

from datetime import datetime

import pytest

from domain.media.taken import Taken
from domain.outreach.photo_groups import Shot, grouped, metres
from tests.factories_outreach import NOON

MARKET, FERRY = (10.4512, 105.6328), (10.4600, 105.6328)


def shots(*taken: str | tuple[str, tuple[float, float]] | None) -> list[Shot]:
    """Photos with these clocks, and places where there is one."""
    found = []
    for number, one in enumerate(taken):
        clock, place = one if isinstance(one, tuple) else (one, None)
        at = datetime.fromisoformat(clock) if clock else None
        found.append(Shot(number, Taken(at=at, place=place)))
    return found


def sorted_out(*taken) -> list[tuple[str, list[int]]]:
    """The day and time of each group, and the photos in it."""
    return [
        (f"{group.first:%d/%m %H:%M}" if group.first else "?", group.numbers)
        for group in grouped(shots(*taken), now=NOON)
    ]


def test_photos_of_three_days_mixed_become_three_groups_in_order():
    assert sorted_out(
        "2024-06-04T08:10", "2024-06-02T19:30", "2024-06-04T07:30", "2024-06-03T15:00"
    ) == [("02/06 19:30", [1]), ("03/06 15:00", [3]), ("04/06 07:30", [2, 0])]


@pytest.mark.parametrize(
    "clock",
    [
        "1970-01-01T00:00",
        "1980-01-01T00:00",
        "2002-12-08T12:00",
        "2014-12-31T23:59",
        "2024-06-06T07:00",
        "2036-01-01T00:00",
        None,
    ],
)
def test_a_clock_that_cannot_be_right_is_no_clock(clock):
    assert sorted_out(clock, "2024-06-05T07:30") == [("05/06 07:30", [1]), ("?", [0])]


def test_photos_without_any_metadata_stand_together_without_a_day():
    assert [g.numbers for g in grouped([Shot(0), Shot(1)], now=NOON)] == [[0, 1]]
    assert grouped([], now=NOON) == []


def test_a_gap_of_more_than_three_hours_is_another_event():
    assert sorted_out("2024-06-04T07:00", "2024-06-04T10:00", "2024-06-04T13:01") == [
        ("04/06 07:00", [0, 1]),
        ("04/06 13:01", [2]),
    ]


def test_two_places_at_the_same_hour_are_two_events_and_a_photo_without_place_joins_the_last():
    found = grouped(
        shots(
            ("2024-06-04T07:00", MARKET),
            ("2024-06-04T07:20", FERRY),
            ("2024-06-04T07:30", MARKET),
            "2024-06-04T07:40",
        ),
        now=NOON,
    )
    assert [(group.place, group.numbers) for group in found] == [
        (MARKET, [0, 2]),
        (FERRY, [1, 3]),
    ]


def test_midnight_parts_two_days():
    assert sorted_out("2024-06-03T23:50", "2024-06-04T00:10") == [
        ("03/06 23:50", [0]),
        ("04/06 00:10", [1]),
    ]


def test_distances_are_those_of_the_ground():
    assert 970 < metres(MARKET, FERRY) < 990
    assert 1085 < metres((10.45, 105.63), (10.45, 105.64)) < 1100

"""Six believable months: weekends, Tết, school terms, silence, a flood, and late records."""

import csv
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

import domain.reference
from domain.demo.activity import Activity, activities
from domain.demo.calendar import (
    LUNAR_NEW_YEAR,
    SILENT_DAYS,
    VIETNAM,
    HalfYear,
    Kind,
    is_school_day,
    is_tet,
    plan_half_year,
)
from domain.demo.channels import HABITS

NOW = datetime(2026, 4, 15, 9, 30, tzinfo=UTC)
COMMUNES = tuple(str(30076 + 3 * number) for number in range(18))
TOTAL = 20_000


def plan_at(now: datetime = NOW, seed: int = 7) -> HalfYear:
    return plan_half_year(now, Random(seed), COMMUNES, never_silent=("30094", "30127"))


@pytest.fixture(scope="module")
def plan() -> HalfYear:
    return plan_at()


@pytest.fixture(scope="module")
def happened(plan: HalfYear) -> list[Activity]:
    return list(activities(plan, Random(8), TOTAL))


def rows(name: str) -> list[dict[str, str]]:
    data = Path(domain.reference.__file__).parent / "data"
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def per_day(happened: list[Activity], kind: Kind | None = None) -> Counter[date]:
    return Counter(each.held_on for each in happened if kind in (None, each.kind))


def mean_on(counts: Counter[date], days: list[date]) -> float:
    return sum(counts[day] for day in days) / len(days)


@pytest.mark.parametrize("total", [300, 301, 5_000])
def test_exactly_as_many_as_asked_oldest_first(plan: HalfYear, total: int) -> None:
    stream = list(activities(plan, Random(8), total))
    assert len(stream) == total
    assert all(a.happened_at <= b.happened_at for a, b in pairwise(stream))


def test_the_same_seed_gives_the_same_months() -> None:
    one = list(activities(plan_at(), Random(8), 2_000))
    two = list(activities(plan_at(), Random(8), 2_000))
    other = list(activities(plan_at(seed=9), Random(8), 2_000))
    assert one == two
    assert one != other


@pytest.mark.parametrize("seed", range(12))
def test_the_window_is_half_a_year_that_ends_today(seed: int) -> None:
    plan = plan_at(seed=seed)
    assert 180 <= len(plan.days) <= 184
    assert plan.days[-1] == plan.last_day == date(2026, 4, 15)
    assert len(plan.silent) in (3, 4)
    assert plan.silent.isdisjoint({"30094", "30127"})


def test_nothing_lies_in_the_future(plan: HalfYear, happened: list[Activity]) -> None:
    for each in happened:
        assert each.happened_at.tzinfo is UTC
        assert each.happened_at <= each.recorded_at <= NOW
        assert each.held_on >= plan.first_day


@pytest.mark.parametrize(("clock", "busy"), [("00:10", False), ("06:30", False), ("10:05", True)])
def test_today_holds_only_the_hours_gone_by(clock: str, busy: bool) -> None:
    now = datetime.fromisoformat(f"2026-04-15T{clock}+07:00")
    today = [
        each
        for each in activities(plan_at(now), Random(3), 30_000)
        if each.held_on == date(2026, 4, 15)
    ]
    assert all(each.recorded_at <= now for each in today)
    assert bool(today) is busy
    staff = [each.started_at for each in today if each.kind is Kind.FORUM]
    assert all(6 <= clock.hour < 22 for clock in staff)


def test_weekends_are_quieter_but_forums_prefer_them(
    plan: HalfYear, happened: list[Activity]
) -> None:
    usual = [day for day in plan.days if not is_tet(day) and day != plan.flood_day]
    weekend = [day for day in usual if day.weekday() >= 5]
    working = [day for day in usual if day.weekday() < 5]
    for kind in (Kind.OUTREACH, Kind.TIP):
        counts = per_day(happened, kind)
        assert mean_on(counts, weekend) < 0.8 * mean_on(counts, working)
    forums = per_day(happened, Kind.FORUM)
    assert mean_on(forums, weekend) > 1.5 * mean_on(forums, working)


def test_forums_on_weekdays_are_in_the_evening(happened: list[Activity]) -> None:
    hours = [
        each.started_at.hour
        for each in happened
        if each.kind is Kind.FORUM and each.held_on.weekday() < 5 and each.held_on != NOW.date()
    ]
    assert set(hours) <= {18, 19}


def test_tet_is_nearly_silent(plan: HalfYear, happened: list[Activity]) -> None:
    counts = per_day(happened)
    tet = [day for day in plan.days if is_tet(day)]
    assert len(tet) == 9
    others = [day for day in plan.days if day not in tet and day != plan.flood_day]
    assert mean_on(counts, tet) < 0.1 * mean_on(counts, others)


def test_tet_days_are_those_of_vietnam() -> None:
    assert set(LUNAR_NEW_YEAR) == set(range(2022, 2031))
    assert LUNAR_NEW_YEAR[2025] == date(2025, 1, 29)
    assert LUNAR_NEW_YEAR[2030] == date(2030, 2, 2)
    assert is_tet(date(2026, 2, 17))
    assert not is_tet(date(2026, 2, 24))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 5), True),
        (date(2025, 7, 15), False),
        (date(2026, 4, 15), True),
        (date(2026, 4, 18), False),
        (date(2026, 2, 18), False),
        (date(2026, 4, 30), False),
        (date(2026, 5, 26), False),
    ],
)
def test_school_days(day: date, expected: bool) -> None:
    assert is_school_day(day) is expected


def test_school_talks_are_on_school_days_in_school_hours(happened: list[Activity]) -> None:
    talks = [each for each in happened if each.channel == "school_talk"]
    assert len(talks) > 100
    assert all(is_school_day(each.held_on) for each in talks)
    assert all(7 <= each.started_at.hour <= 16 for each in talks)


def test_a_window_in_summer_has_no_school_talk_after_the_term() -> None:
    plan = plan_at(datetime(2026, 8, 20, 9, tzinfo=UTC))
    talks = [a.held_on for a in activities(plan, Random(1), 8_000) if a.channel == "school_talk"]
    assert max(talks) <= date(2026, 5, 25)


def test_silent_communes_have_been_silent_for_thirty_days(
    plan: HalfYear, happened: list[Activity]
) -> None:
    since = plan.last_day - timedelta(days=SILENT_DAYS - 1)
    last = {}
    for each in happened:
        recorded = each.recorded_at.astimezone(VIETNAM).date()
        last[each.commune] = max(last.get(each.commune, recorded), recorded)
    assert set(last) == set(COMMUNES)
    assert {commune for commune, day in last.items() if day < since} == plan.silent


def test_with_few_records_only_the_silent_communes_are_silent(plan: HalfYear) -> None:
    since = plan.last_day - timedelta(days=SILENT_DAYS - 1)
    logged = {
        each.commune
        for each in activities(plan, Random(8), 600)
        if each.kind is not Kind.TIP and each.held_on >= since
    }
    assert logged == set(COMMUNES) - plan.silent


def test_communes_differ(happened: list[Activity]) -> None:
    counts = Counter(each.commune for each in happened).most_common()
    assert counts[0][1] > 2.5 * counts[-1][1]


def test_one_day_floods_with_forty_times_the_tips(plan: HalfYear, happened: list[Activity]) -> None:
    counts = per_day(happened, Kind.TIP)
    others = [day for day in plan.days if day != plan.flood_day]
    assert 34 <= counts[plan.flood_day] / mean_on(counts, others) <= 46
    assert plan.flood_day.weekday() < 5
    assert max(per_day(happened, Kind.OUTREACH).values()) < 200


def test_figures_are_in_the_published_ranges(happened: list[Activity]) -> None:
    for each in happened:
        counts = dict(each.counts)
        if each.kind is Kind.FORUM:
            assert 30 <= counts["people"] <= 130
            assert 5 <= counts["opinions"] <= 25
        if each.channel == "direct_session":
            assert 30 <= counts["people"] <= 130
        if each.channel == "leaflet":
            assert 50 <= counts["leaflets"] <= 500
        if each.kind is Kind.TIP:
            assert each.counts == ()
            assert each.recorded_at == each.happened_at


def test_channels_count_what_the_reference_says() -> None:
    units = {row["key"]: set(row["count_units"].split(";")) for row in rows("outreach_channels")}
    partners = {row["key"] for row in rows("partners")}
    assert set(HABITS) == set(units) - {"forum"}
    for channel, habit in HABITS.items():
        assert set(habit.counts) <= units[channel]
        assert set(habit.partners) <= partners


def test_every_channel_is_used(happened: list[Activity]) -> None:
    assert {each.channel for each in happened if each.channel} == set(HABITS)


def test_a_handful_is_typed_in_days_late(happened: list[Activity]) -> None:
    staff = [each for each in happened if each.kind is not Kind.TIP]
    late = [each for each in staff if each.is_late]
    assert 0.01 < len(late) / len(staff) < 0.05
    delays = {(each.recorded_at - each.happened_at).days for each in late}
    assert min(delays) == 1
    assert max(delays) == 20


def test_even_three_hundred_records_hold_a_late_one_and_forums(plan: HalfYear) -> None:
    few = list(activities(plan, Random(8), 300))
    assert any(each.is_late for each in few)
    assert sum(each.kind is Kind.FORUM for each in few) == 18


def test_the_stream_is_fast_enough_for_a_million(plan: HalfYear) -> None:
    start = perf_counter()
    assert sum(1 for _ in activities(plan, Random(8), 40_000)) == 40_000
    # Measured at over 130,000 a second; the floor leaves room for a loaded machine.
    assert perf_counter() - start < 4

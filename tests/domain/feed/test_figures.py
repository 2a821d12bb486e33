"""The figures on screens are what a recount of everything says, whatever was done before."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from domain.feed import figures, services
from domain.feed.models import DailyCount, FeedRow, FeedTotal, Kind, SearchEntry
from domain.people.models import Role
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, place
from tests.factories_feed import NOON, happening, put

TODAY = date(2024, 6, 5)
RECORDS = [UUID(int=n) for n in range(1, 6)]


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)


_acts = st.lists(
    st.tuples(
        st.sampled_from(["put", "put", "remove"]),
        st.sampled_from(RECORDS),
        st.sampled_from([PHUONG_TRA, BINH_THANH, DISTRICT]),
        st.integers(0, 3),
        st.dictionaries(
            st.sampled_from(["people", "leaflets", "scam:S11"]), st.integers(0, 500), max_size=3
        ),
    ),
    max_size=25,
)


def _recount(standing):
    """What the sums must be, from nothing but the records that stand."""
    sums = Counter()
    for made, viewers in standing.values():
        for viewer in viewers:
            for measure, value in made.counts.items():
                sums[viewer, made.kind, measure, made.day] += value
    return {key: value for key, value in sums.items() if value}


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=_acts)
def test_sums_equal_a_recount_after_any_order_of_logging_correcting_and_withdrawing(db, acts):
    for table in (FeedRow, DailyCount, FeedTotal, SearchEntry):
        db.execute(delete(table))
    if db.get_bind().dialect.name == "sqlite":
        db.connection().exec_driver_sql(
            "INSERT INTO search_index (search_index) VALUES ('rebuild')"
        )
    standing = {}
    for act, record_id, code, days, counts in acts:
        kind = (Kind.OUTREACH, Kind.FORUM, Kind.TIP)[record_id.int % 3]
        if act == "remove":
            services.remove(db, record_id=record_id)
            standing.pop(record_id, None)
            continue
        at = NOON - timedelta(days=days)
        made = happening(
            place(db, code), kind, at=at, record_id=record_id, counts=counts, words="tu"
        )
        services.put(db, happening=made, on=TREE_DAY)
        query = select(FeedRow.place_id).where(FeedRow.record_id == record_id)
        standing[record_id] = (made, list(db.scalars(query)))
    kept = {
        (row.place_id, row.kind, row.measure, row.day): row.value
        for row in db.scalars(select(DailyCount).execution_options(populate_existing=True))
        if row.value
    }
    assert kept == _recount(standing)
    rows = db.scalars(select(FeedRow.record_id)).all()
    assert set(rows) == set(standing)
    searched = {id_ for id_, (made, _) in standing.items() if made.kind is not Kind.TIP}
    assert set(db.scalars(select(SearchEntry.record_id))) == searched


def test_the_month_counts_from_its_first_day_to_today(db, supervisor):
    here = place(db)
    put(db, here, at=NOON, counts={"people": 62, "students": 10})
    put(db, here, at=NOON.replace(day=1), counts={"people": 8})
    put(db, here, at=NOON.replace(month=5, day=31), counts={"people": 1000})
    put(db, here, Kind.FORUM, counts={"opinions": 6, "open_opinions": 1})
    put(db, here, Kind.TIP, counts={"via_poster": 1})
    put(db, place(db, DISTRICT), Kind.TIP)
    month = figures.of_month(db, supervisor, people_units=["people", "students"], today=TODAY)
    assert (month.outreach, month.people) == (2, 80)
    assert (month.forums, month.opinions, month.open_opinions) == (1, 6, 1)
    assert (month.tips, month.via_poster) == (2, 1)


def test_a_commune_does_not_count_tips_that_went_past_it(db):
    officer = make_officer(db)
    put(db, place(db, DISTRICT), Kind.TIP, counts={"category:gambling": 1})
    month = figures.of_month(db, officer, people_units=["people"], today=TODAY)
    assert month.tips == 0
    assert figures.rising(db, officer, categories=["gambling"], today=TODAY) == []


def test_rising_scams_are_those_of_thirty_days_the_most_frequent_first(db, supervisor):
    here = place(db)
    for category, times, days in [("gambling", 2, 3), ("shopping", 3, 29), ("investment", 9, 30)]:
        for _ in range(times):
            at = NOON - timedelta(days=days)
            put(db, here, Kind.TIP, at=at, counts={f"category:{category}": 1})
    found = figures.rising(
        db, supervisor, categories=["gambling", "shopping", "investment", "other"], today=TODAY
    )
    assert found == [("shopping", 3), ("gambling", 2)]


def test_a_commune_is_silent_when_it_did_nothing_itself_for_so_many_days(db, supervisor):
    put(db, place(db), at=NOON - timedelta(days=29))
    put(db, place(db, BINH_THANH), at=NOON - timedelta(days=30))
    put(db, place(db, BINH_THANH), Kind.TIP)
    silent = figures.silent_communes(db, supervisor, on=TREE_DAY, today=TODAY, days=30)
    names = {found.full_name for found in silent}
    assert "Xã Bình Thạnh" in names
    assert "Xã Phương Trà" not in names
    assert len(names) == 17


def test_the_total_never_falls_so_that_new_things_can_be_told(db):
    here = place(db)
    first = put(db, here)
    services.put(db, happening=happening(here, record_id=first), on=TREE_DAY)
    services.remove(db, record_id=put(db, here, Kind.FORUM))
    assert figures.ever(db, here.id) == 2
    assert figures.ever(db, here.id, Kind.FORUM) == 1
    assert figures.ever(db, uuid4()) == 0


def test_open_opinions_of_any_day_are_counted(db, supervisor):
    put(db, place(db), Kind.FORUM, at=NOON - timedelta(days=400), counts={"open_opinions": 2})
    put(db, place(db), Kind.FORUM, counts={"open_opinions": 1})
    assert figures.open_opinions(db, supervisor) == 3

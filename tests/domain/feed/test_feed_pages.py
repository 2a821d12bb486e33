"""A feed shows one place's happenings, newest first, whole and without repeats."""

from datetime import date, timedelta

import pytest

from domain.errors import NotFound
from domain.feed import queries, services
from domain.feed.models import FeedRow, Kind
from domain.feed.queries import Wanted
from domain.people.models import Role
from tests.factories import BINH_THANH, DISTRICT, PROVINCE, TREE_DAY, make_officer, place
from tests.factories_feed import NOON, happening, put


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)


@pytest.fixture
def officer(db):
    return make_officer(db)


def _whole(db, viewer, wanted):
    """Every page of a feed, and how many requests that took."""
    found, after, requests = [], "", 0
    while True:
        page = queries.page(db, viewer, wanted, after=after)
        found += [row.record_id for row in page.rows]
        requests += 1
        if not page.following:
            return found, requests
        after = page.following


def test_pages_join_without_gap_or_repeat_even_among_things_of_one_instant(db, officer):
    here = place(db)
    ids = [put(db, here, at=NOON - timedelta(minutes=i // 7)) for i in range(130)]
    found, requests = _whole(db, officer, Wanted(place_id=here.id))
    assert len(found) == len(set(found)) == 130
    assert set(found) == set(ids)
    assert requests == 3


def test_newest_stands_first(db, officer):
    older = put(db, place(db), at=NOON - timedelta(days=1))
    newer = put(db, place(db), at=NOON)
    page = queries.page(db, officer, Wanted(place_id=officer.place_id))
    assert [row.record_id for row in page.rows] == [newer, older]


def test_what_happens_in_a_commune_is_seen_there_and_above_and_nowhere_else(db, supervisor):
    record_id = put(db, place(db))
    seen_from = {row.place_id for row in db.query(FeedRow).filter_by(record_id=record_id)}
    assert seen_from == {place(db, code).id for code in ("30094", DISTRICT, PROVINCE)}


def test_nobody_reads_another_communes_feed(db, officer):
    with pytest.raises(NotFound):
        queries.page(db, officer, Wanted(place_id=place(db, BINH_THANH).id))
    with pytest.raises(NotFound):
        queries.page(db, officer, Wanted(place_id=place(db, DISTRICT).id))


def test_a_supervisor_may_look_at_one_commune_alone(db, supervisor):
    put(db, place(db, BINH_THANH))
    mine = put(db, place(db))
    found, _ = _whole(db, supervisor, Wanted(place_id=place(db).id))
    assert found == [mine]


def test_a_record_of_another_unit_cannot_be_got_by_its_id(db, officer):
    theirs = put(db, place(db, BINH_THANH))
    with pytest.raises(NotFound):
        queries.get_row(db, officer, Kind.OUTREACH, theirs)


def test_a_tip_sent_to_the_parent_has_no_row_for_the_commune(db, officer, supervisor):
    sent_up = put(db, place(db, DISTRICT), Kind.TIP)
    assert queries.page(db, officer, Wanted(place_id=officer.place_id)).rows == []
    shown = queries.page(db, supervisor, Wanted(place_id=supervisor.place_id)).rows
    assert [row.record_id for row in shown] == [sent_up]
    with pytest.raises(NotFound):
        queries.get_row(db, officer, Kind.TIP, sent_up)


def test_a_filter_looks_at_five_hundred_rows_and_goes_on_when_asked(db, officer):
    here = place(db)
    rare = put(db, here, Kind.FORUM, at=NOON - timedelta(days=600))
    for i in range(queries.SCAN + 20):
        put(db, here, at=NOON - timedelta(hours=i))
    wanted = Wanted(place_id=here.id, kind=Kind.FORUM)
    first = queries.page(db, officer, wanted)
    assert first.rows == []
    assert first.stopped_early
    second = queries.page(db, officer, wanted, after=first.following)
    assert [row.record_id for row in second.rows] == [rare]
    assert not second.following


def test_filters_by_kind_fill_pages_like_any_other(db, officer):
    here = place(db)
    wanted = {put(db, here, Kind.FORUM, at=NOON - timedelta(hours=i)) for i in range(120)}
    for i in range(120):
        put(db, here, Kind.POSTER, at=NOON - timedelta(hours=i))
    found, _ = _whole(db, officer, Wanted(place_id=here.id, kind=Kind.FORUM))
    assert set(found) == wanted
    assert len(found) == 120


def test_days_are_those_of_vietnam(db, officer):
    here = place(db)
    last_of_the_day = put(db, here, at=NOON.replace(hour=16, minute=59))
    put(db, here, at=NOON.replace(hour=17, minute=0))
    day = date(2024, 6, 5)
    found, _ = _whole(db, officer, Wanted(place_id=here.id, since=day, until=day))
    assert found == [last_of_the_day]


def test_a_scam_type_finds_who_warned_of_it_and_tips_of_its_category(db, officer):
    here = place(db)
    warned = put(db, here, scams=["S11"], at=NOON)
    told = put(db, here, Kind.TIP, category="investment", at=NOON - timedelta(hours=1))
    put(db, here, scams=["S25"])
    put(db, here, Kind.TIP, category="gambling")
    wanted = Wanted(place_id=here.id, scam="S11", scam_categories=frozenset({"investment"}))
    assert _whole(db, officer, wanted)[0] == [warned, told]


def test_a_corrected_record_stands_once_where_it_happened_now(db, officer):
    first = happening(place(db), at=NOON)
    services.put(db, happening=first, on=TREE_DAY)
    moved = happening(place(db), at=NOON - timedelta(days=3), record_id=first.record_id)
    services.put(db, happening=moved, on=TREE_DAY)
    page = queries.page(db, officer, Wanted(place_id=officer.place_id))
    assert [row.happened_at for row in page.rows] == [NOON - timedelta(days=3)]


def test_a_withdrawn_record_is_gone(db, officer):
    services.remove(db, record_id=put(db, place(db), words="trộm gà"))
    assert queries.page(db, officer, Wanted(place_id=officer.place_id)).rows == []
    wanted = Wanted(place_id=officer.place_id, text="trộm gà")
    assert queries.page(db, officer, wanted).rows == []


@pytest.mark.parametrize("after", ["x", "1-", "-", "99999999999999999999-0", "1-zz", "٣-٣"])
def test_a_cursor_of_nonsense_is_a_page_that_is_not_there(db, officer, after):
    with pytest.raises(NotFound):
        queries.page(db, officer, Wanted(place_id=officer.place_id), after=after)
    with pytest.raises(NotFound):
        queries.page(db, officer, Wanted(place_id=officer.place_id, text="ga"), after=after)

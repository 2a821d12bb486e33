"""Search finds words without their marks, in the viewer's places only, and never a tip."""

from datetime import date, timedelta

import pytest

from domain.feed import queries, search, services
from domain.feed.models import Kind, SearchEntry
from domain.feed.queries import Wanted
from domain.feed.search import Sought
from domain.people.models import Role
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_officer, place
from tests.factories_feed import NOON, happening, put


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)


def _found(db, viewer, text, **more):
    wanted = Wanted(**{"place_id": viewer.place_id, "text": text, **more})
    return [row.record_id for row in queries.page(db, viewer, wanted).rows]


@pytest.mark.parametrize(
    "typed", ["trom ga", "Trộm GÀ", "gà trộm", "ấp Đông", "ap dong", "“trộm”, gà!", "ĐÔNG"]
)
def test_words_are_found_with_and_without_marks(db, supervisor, typed):
    record_id = put(db, place(db), words="Trộm gà ở Ấp Đông, đêm 20-11")
    put(db, place(db), words="Nói chuyện về tài khoản")
    assert _found(db, supervisor, typed) == [record_id]


def test_every_word_must_be_there(db, supervisor):
    put(db, place(db), words="Trộm gà")
    assert _found(db, supervisor, "trộm vịt") == []


@pytest.mark.parametrize("text", ["20-11", "facebook.com/abc", "0900 000 417", "1e5 3g -7 s25"])
def test_numbers_links_and_codes_are_found_part_by_part(db, supervisor, text):
    record_id = put(db, place(db), words=f"Ghi: {text}.")
    assert _found(db, supervisor, text) == [record_id]


@pytest.mark.parametrize(
    "junk",
    ['"', "'", "*", "NEAR(", "a AND", "OR OR", ":", "-", "^x", "a | b & !", "\\", "()", "%", "{}"],
)
def test_junk_never_breaks_the_search(db, supervisor, junk):
    put(db, place(db), words="Trộm gà")
    assert _found(db, supervisor, junk) == []
    assert _found(db, supervisor, junk + " trộm") in ([], _found(db, supervisor, "trộm"))


def test_nobody_finds_what_happened_in_another_commune(db):
    officer = make_officer(db)
    put(db, place(db, BINH_THANH), words="Trộm gà")
    mine = put(db, place(db), words="Trộm gà")
    assert _found(db, officer, "trom ga") == [mine]


def test_a_place_cannot_be_asked_for_by_its_tag(db):
    officer = make_officer(db)
    put(db, place(db, BINH_THANH), words="Trộm gà")
    assert _found(db, officer, f"p{place(db, BINH_THANH).id.hex} trộm") == []


def test_a_tip_is_never_found_whatever_its_row_says(db, supervisor):
    made = happening(place(db), Kind.TIP, words="Tôi bị lừa mất tiền")
    services.put(db, happening=made, on=TREE_DAY)
    assert _found(db, supervisor, "lừa mất tiền") == []
    assert db.query(SearchEntry).count() == 0


def test_results_are_narrowed_by_kind_scam_type_and_days(db, supervisor):
    here = place(db)
    outreach = put(db, here, words="tài khoản", scams=["S11"], at=NOON)
    forum = put(db, here, Kind.FORUM, words="tài khoản", at=NOON - timedelta(days=1))
    assert _found(db, supervisor, "tai khoan") == [outreach, forum]
    assert _found(db, supervisor, "tai khoan", kind=Kind.FORUM) == [forum]
    assert _found(db, supervisor, "tai khoan", scam="S11") == [outreach]
    assert _found(db, supervisor, "tai khoan", since=date(2024, 6, 5)) == [outreach]
    assert _found(db, supervisor, "tai khoan", until=date(2024, 6, 4)) == [forum]


def test_newest_first_by_when_it_happened_not_by_when_it_was_entered(db, supervisor):
    newer = put(db, place(db), words="tài khoản", at=NOON)
    late_entry = put(db, place(db), words="tài khoản", at=NOON - timedelta(days=9))
    assert _found(db, supervisor, "tài khoản") == [newer, late_entry]


def test_pages_of_results_join_without_gap_or_repeat(db, supervisor):
    ids = {put(db, place(db), words="tài khoản", at=NOON) for _ in range(120)}
    found, after = [], ""
    wanted = Wanted(place_id=supervisor.place_id, text="tài khoản")
    while True:
        page = queries.page(db, supervisor, wanted, after=after)
        found += [row.record_id for row in page.rows]
        if not page.following:
            break
        after = page.following
    assert len(found) == 120
    assert set(found) == ids


def test_a_correction_changes_the_words_that_find_a_record(db, supervisor):
    first = happening(place(db), words="trộm gà")
    services.put(db, happening=first, on=TREE_DAY)
    second = happening(place(db), words="trộm vịt", record_id=first.record_id)
    services.put(db, happening=second, on=TREE_DAY)
    assert _found(db, supervisor, "gà") == []
    assert _found(db, supervisor, "vịt") == [first.record_id]


def test_two_records_of_the_same_second_and_bits_both_stand(db, supervisor):
    one = happening(place(db), words="trộm gà")
    twin = happening(
        place(db),
        words="trộm gà",
        record_id=type(one.record_id)(int=one.record_id.int ^ (1 << 100)),
    )
    for made in (one, twin):
        services.put(db, happening=made, on=TREE_DAY)
    assert set(_found(db, supervisor, "trộm gà")) == {one.record_id, twin.record_id}


def test_the_index_agrees_with_the_table_after_changes(db):
    here = place(db)
    for i in range(5):
        put(db, here, words=f"từ số{i}")
    gone = put(db, here, words="bỏ đi")
    services.remove(db, record_id=gone)
    hits = search.find(db, Sought(place_id=here.id, text="tu"), limit=50)
    assert len(hits) == 5
    if db.get_bind().dialect.name == "sqlite":
        db.connection().exec_driver_sql(
            "INSERT INTO search_index (search_index) VALUES ('integrity-check')"
        )

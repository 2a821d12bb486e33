"""Who sees which posters, in pages and figures, in both shapes of the tree."""

from datetime import date, timedelta

import pytest

from domain.errors import NotFound
from domain.people.models import Role
from domain.places.queries import hamlets, serving_commune
from domain.posters import counting, printing, queries, services
from domain.posters.models import PosterState
from domain.posters.printing import Press
from domain.posters.queries import Tally
from domain.posters.rules import PosterEnded
from tests.factories import BINH_THANH, DISTRICT, MY_HIEP, TREE_DAY, make_officer, place
from tests.factories_posters import NOW, TODAY, acting, chief, issued

NEW_TREE = date(2026, 1, 1)
PRESS = Press(
    public_url="https://langnghe.example", printed_on=TODAY, tree_day=TREE_DAY, is_trial=False
)


def supervisor(db):
    return make_officer(db, "cap-tren", role=Role.SUPERVISOR, code=DISTRICT)


def test_a_poster_is_found_by_its_code_in_either_case(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    assert queries.get_visible(db, by, poster.code.lower()) is poster
    assert queries.get_visible(db, supervisor(db), poster.code) is poster


def test_another_communes_poster_and_no_poster_at_all_are_the_same(db, ring):
    poster, neighbour = issued(db, ring), chief(db, BINH_THANH)
    for code in (poster.code, "222222", "7R3MQ6", "nothing", ""):
        with pytest.raises(NotFound):
            queries.get_visible(db, neighbour, code)


def test_a_page_holds_what_the_viewer_may_see_newest_first(db, ring):
    by = chief(db)
    mine = [issued(db, ring, by=by, now=NOW + timedelta(hours=n)) for n in range(3)]
    theirs = issued(db, ring, code=BINH_THANH)
    assert queries.listed(db, by).posters == mine[::-1]
    above = supervisor(db)
    assert set(queries.listed(db, above).posters) == {*mine, theirs}
    assert queries.listed(db, above, unit_id=theirs.place_id).posters == [theirs]
    assert queries.count_live(db, by) == 3


def test_pages_follow_one_another_without_gap_or_repeat(db, ring, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    by = chief(db)
    for n in range(5):  # Two of them in the same instant.
        issued(db, ring, by=by, now=NOW + timedelta(hours=n // 2))
    seen, after = [], None
    for _ in range(3):
        page = queries.listed(db, by, after=after)
        seen += [poster.serial for poster in page.posters]
        after = page.following
    assert after is None
    assert sorted(seen) == [1, 2, 3, 4, 5] and seen[0] == 5


def test_the_list_can_be_narrowed_to_what_is_in_use(db, ring):
    by = chief(db)
    live, gone = issued(db, ring, by=by), issued(db, ring, by=by)
    services.end(db, ring, acting=acting(by), poster=gone, state=PosterState.RETIRED, reason="Rách")
    assert queries.listed(db, by, states=[PosterState.LIVE]).posters == [live]
    assert queries.listed(db, by, states=[PosterState.RETIRED]).posters == [gone]
    assert queries.count_live(db, by) == 1


def test_figures_are_of_thirty_days_and_of_twelve_weeks(db, ring):
    poster, silent = issued(db, ring), issued(db, ring)
    for days_ago in (0, 0, 2, 29, 30, 100):
        counting.count_scan(db, poster_id=poster.id, day=TODAY - timedelta(days=days_ago))
    counting.count_tip(db, poster_id=poster.id, day=TODAY)
    recent = queries.tallies(db, [poster, silent], today=TODAY)
    assert recent == {poster.id: Tally(4, 1), silent.id: Tally(0, 0)}
    weeks = queries.weeks(db, poster, today=TODAY)
    assert len(weeks) == 12
    assert weeks[0] == (date(2024, 6, 3), Tally(3, 1))  # TODAY is a Wednesday.
    assert weeks[1] == (date(2024, 5, 27), Tally(0, 0))
    assert sum(tally.scans for _, tally in weeks) == 5


def test_a_sheet_speaks_in_the_name_of_the_unit_and_hides_an_unchecked_number(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    by.place.duty_phone = "0277 000 113"
    [sheet] = printing.sheets(db, [poster], PRESS)
    assert (sheet.unit_name, sheet.place_line) == (
        "Công an xã Phương Trà",
        "lắng nghe bà con xã Phương Trà",
    )
    assert sheet.duty_phone is None
    by.place.duty_phone_checked_on, by.place.duty_phone_checked_by = TODAY, "Đại úy Mẫu"
    [sheet] = printing.sheets(db, [poster], PRESS)
    assert sheet.duty_phone == "0277 000 113"


def test_what_has_ended_is_not_printed(db, ring):
    by = chief(db)
    poster = issued(db, ring, by=by)
    services.end(
        db, ring, acting=acting(by), poster=poster, state=PosterState.REVOKED, reason="Dán đè"
    )
    with pytest.raises(PosterEnded, match="0001"):
        printing.sheets(db, [poster], PRESS)


def test_since_2025_the_successor_sees_prints_and_replaces_the_old_posters(db, ring):
    old_commune = place(db, MY_HIEP)
    whole = issued(db, ring, code=MY_HIEP)
    successor = serving_commune(db, old_commune, NEW_TREE)
    by = chief(db, MY_HIEP, username="truong-moi")
    by.place = successor
    db.flush()
    assert queries.listed(db, by).posters == [whole]
    press = Press(
        public_url=PRESS.public_url, printed_on=NEW_TREE, tree_day=NEW_TREE, is_trial=False
    )
    [sheet] = printing.sheets(db, [whole], press)
    assert sheet.unit_name == successor.unit_title
    fresh = services.replace(db, ring, acting=acting(by, on=NEW_TREE), poster=whole, new_id=by.id)
    assert fresh.place_id == successor.id


def test_since_2025_a_hamlet_says_which_old_commune_it_belonged_to(db, ring):
    hamlet = hamlets(db, place(db, BINH_THANH).id, TREE_DAY)[0]
    poster = issued(db, ring, code=BINH_THANH, at=hamlet)
    [then] = printing.sheets(db, [poster], PRESS)
    assert then.place_line == f"lắng nghe bà con {hamlet.full_name}"
    press = Press(
        public_url=PRESS.public_url, printed_on=NEW_TREE, tree_day=NEW_TREE, is_trial=False
    )
    [now] = printing.sheets(db, [poster], press)
    assert now.place_line == f"lắng nghe bà con {hamlet.full_name} (xã Bình Thạnh cũ)"


def test_each_unit_offers_its_own_places_of_the_day(db):
    by = chief(db, BINH_THANH)
    offered = queries.places_for_posters(db, by, TREE_DAY)
    assert offered[0].id == by.place_id
    assert {p.parent_id for p in offered[1:]} == {by.place_id}
    assert queries.places_for_posters(db, by, NEW_TREE) == offered[1:]

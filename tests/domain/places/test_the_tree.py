"""The tree of places: two shapes, what each viewer may see, where a record counts."""

from datetime import date

import pytest

from domain.errors import NotFound
from domain.places import queries
from domain.places.models import Level
from tests.factories import BINH_THANH, DISTRICT, MY_HIEP, PHUONG_TRA, TREE_DAY, place
from tests.factories_outreach import make_hamlet

TODAY = date(2026, 11, 22)


def test_the_district_of_2022_has_its_18_communes(db):
    district = place(db, DISTRICT)
    names = [p.full_name for p in queries.children(db, district.id, TREE_DAY)]
    assert len(names) == 18
    assert "Thị trấn Mỹ Thọ" in names
    assert "Xã Mỹ Thọ" in names


def test_after_the_merger_the_same_place_is_seen_by_its_successor(db):
    ba_sao = queries.by_code(db, "30085", TODAY)
    phuong_tra = place(db, PHUONG_TRA)
    assert queries.successor_of(db, phuong_tra.id) == ba_sao
    assert queries.in_scope(db, ba_sao.id, phuong_tra.id)
    with pytest.raises(NotFound):
        queries.get_visible(db, place(db, BINH_THANH).id, phuong_tra.id)


def test_a_code_can_mean_a_town_before_and_a_commune_after(db):
    assert queries.by_code(db, "30076", TREE_DAY).full_name == "Thị trấn Mỹ Thọ"
    assert queries.by_code(db, "30076", TODAY).full_name == "Xã Mỹ Thọ"


@pytest.mark.parametrize(
    ("day", "levels"),
    [
        (TREE_DAY, {Level.HAMLET, Level.COMMUNE, Level.DISTRICT, Level.PROVINCE}),
        (TODAY, {Level.HAMLET, Level.COMMUNE, Level.PROVINCE}),
    ],
)
def test_a_record_counts_along_at_most_four_places(db, day, levels):
    hamlet = queries.children(db, place(db, BINH_THANH).id, TREE_DAY)[0]
    path = [queries.get(db, viewer) for viewer in queries.viewers_of(db, hamlet.id, day)]
    assert {p.level for p in path} == levels
    assert len(path) == len(levels)


def test_a_part_that_went_elsewhere_does_not_open_the_whole_commune(db):
    gao_giong = place(db, "30079")
    assert not queries.in_scope(db, queries.by_code(db, "30025", TODAY).id, gao_giong.id)
    assert queries.in_scope(db, queries.by_code(db, "30088", TODAY).id, gao_giong.id)


def test_new_my_hiep_serves_the_hamlets_of_the_communes_it_succeeded(db):
    names = {h.name for h in queries.hamlets(db, queries.by_code(db, MY_HIEP, TODAY).id, TODAY)}
    assert {"Bình Linh", "Ấp 1"} <= names


def test_hamlets_of_one_name_are_told_apart_by_the_communes_they_lay_in(db):
    ba_sao = queries.by_code(db, "30085", TODAY)
    for number, code in ((1, "30085"), (1, PHUONG_TRA), (2, PHUONG_TRA)):
        make_hamlet(db, number, code)
    served = queries.hamlets(db, ba_sao.id, TODAY)
    assert {hamlet.full_name for hamlet in served} >= {"Ấp 1", "Ấp 2"}
    assert sorted(queries.twins(db, served).values()) == [
        "Ấp 1 (xã Ba Sao cũ)",
        "Ấp 1 (xã Phương Trà cũ)",
    ]
    before = queries.hamlets(db, place(db).id, TREE_DAY)
    assert queries.twins(db, [place(db), *before]) == {}


def test_the_parent_of_a_commune_changes_with_the_tree(db):
    assert queries.parent_unit(db, place(db)).unit_title == "Công an huyện Cao Lãnh"
    new = queries.by_code(db, "30085", TODAY)
    assert queries.parent_unit(db, new).unit_title == "Công an tỉnh Đồng Tháp"

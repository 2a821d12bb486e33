"""What an admin changes about places, and what that does to who sees what."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.audit.services import NOBODY
from domain.dialled import Dialled
from domain.errors import BadInput
from domain.places import administration
from domain.places.administration import End, NewHamlet, wording_of
from domain.places.models import SuccessorScope
from domain.places.queries import by_code, hamlets, in_scope, successor_of
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, place

NOW = datetime(2025, 6, 1, 3, tzinfo=UTC)
TODAY = date(2025, 6, 1)


def fields(problems):
    return [problem.field for problem in problems]


def save(db, ring, where, wording):
    return administration.correct(db, ring, place=where, wording=wording, who=NOBODY, now=NOW)


def hamlet(name="Phương Đông", valid_from=date(2025, 1, 1)):
    return NewHamlet(level_label="ấp", name=name, valid_from=valid_from, source="NQ 12")


def test_a_corrected_name_corrects_the_full_name_and_the_log_names_only_fields(db, ring):
    commune = place(db)
    changed = save(db, ring, commune, replace(wording_of(commune), name="Phương Trà Mới"))
    assert changed == ["name"]
    assert commune.full_name == "Xã Phương Trà Mới"
    entry = db.scalars(select(AuditEntry)).one()
    assert (entry.action, entry.reason) == ("place_changed", "corrected name")
    assert "Mới" not in entry.reason
    assert save(db, ring, commune, wording_of(commune)) == []


@pytest.mark.parametrize(
    ("call", "box"),
    [
        (Dialled(number="02773000113", on=date(2025, 6, 2), by="A"), "duty_phone_checked_on"),
        (Dialled(number="02773000113", on=TODAY, by=""), "duty_phone_checked_by"),
        (Dialled(number="02773000113", on=None, by="A"), "duty_phone_checked_on"),
        (Dialled(number="", on=TODAY, by="A"), "duty_phone"),
        (Dialled(number="02773000113", on=TODAY, by="A" * 81), "duty_phone_checked_by"),
    ],
)
def test_a_check_needs_a_day_that_has_been_and_a_name(db, call, box):
    commune = place(db)
    wording = replace(wording_of(commune), call=call)
    assert fields(administration.wording_problems(commune, wording, today=TODAY)) == [box]


def test_a_changed_number_cannot_keep_the_old_check(db, ring):
    commune = place(db)
    checked = Dialled(number="02773000113", on=TODAY, by="Đại úy Mẫu")
    save(db, ring, commune, replace(wording_of(commune), call=checked))
    assert commune.duty_call.shown == "02773000113"
    other = replace(wording_of(commune), call=replace(checked, number="02773000114"))
    assert fields(administration.wording_problems(commune, other, today=TODAY)) == [
        "duty_phone_checked_on"
    ]


def test_a_unit_needs_its_title_and_no_box_overflows(db):
    commune = place(db)
    wording = replace(wording_of(commune), name="x" * 111, unit_title="", level_label="")
    found = fields(administration.wording_problems(commune, wording, today=TODAY))
    assert sorted(found) == ["level_label", "name", "unit_title"]


def test_a_new_hamlet_gets_the_next_code_and_is_seen_from_above(db, ring):
    commune = place(db, BINH_THANH)
    known = {h.code for h in hamlets(db, commune.id, TREE_DAY)}
    made = administration.add_hamlet(
        db, ring, commune=commune, hamlet=hamlet(), who=NOBODY, now=NOW
    )
    assert made.code == f"{BINH_THANH}-{len(known) + 1:02d}"
    assert made.full_name == "Ấp Phương Đông"
    assert in_scope(db, place(db, DISTRICT).id, made.id)
    assert not in_scope(db, place(db, PHUONG_TRA).id, made.id)


def test_a_hamlet_is_not_added_twice_nor_before_its_commune_nor_under_a_district(db, ring):
    commune = place(db)
    administration.add_hamlet(db, ring, commune=commune, hamlet=hamlet(), who=NOBODY, now=NOW)
    db.flush()
    assert fields(administration.hamlet_problems(db, commune, hamlet("PHƯƠNG ĐÔNG"))) == ["name"]
    assert fields(administration.hamlet_problems(db, commune, hamlet("Phương Dòng"))) == []
    early = hamlet("Cũ", date(2021, 1, 1))
    assert fields(administration.hamlet_problems(db, commune, early)) == ["valid_from"]
    district = place(db, DISTRICT)
    assert fields(administration.hamlet_problems(db, district, hamlet())) == ["name"]


def test_a_merged_hamlet_is_seen_from_its_successor(db, ring):
    commune = place(db, BINH_THANH)
    old, new = hamlets(db, commune.id, TREE_DAY)[:2]
    end = End(last_day=date(2025, 3, 31), successor=new)
    assert administration.end_problems(db, old, end) == []
    administration.end_place(db, ring, place=old, end=end, who=NOBODY, now=NOW)
    db.flush()
    assert old not in hamlets(db, commune.id, TREE_DAY)
    assert in_scope(db, new.id, old.id)
    assert successor_of(db, old.id) is new
    back = End(last_day=date(2025, 5, 31), successor=old)
    assert fields(administration.end_problems(db, new, back)) == ["successor"]


def test_an_end_before_the_beginning_or_into_another_level_is_refused(db):
    commune = place(db)
    assert fields(administration.end_problems(db, commune, End(last_day=date(2021, 1, 1)))) == [
        "last_day"
    ]
    for successor in (commune, place(db, DISTRICT)):
        end = End(last_day=date(2025, 3, 31), successor=successor)
        assert fields(administration.end_problems(db, commune, end)) == ["successor"]
    gone = End(last_day=TREE_DAY, successor=place(db, BINH_THANH), scope=SuccessorScope.PART)
    assert fields(administration.end_problems(db, commune, gone)) == ["successor"]


def test_an_end_can_be_taken_back_until_the_code_means_something_else(db, ring):
    commune = place(db, BINH_THANH)
    old = hamlets(db, commune.id, TREE_DAY)[0]
    end = End(last_day=date(2025, 3, 31))
    administration.end_place(db, ring, place=old, end=end, who=NOBODY, now=NOW)
    administration.reopen(db, ring, place=old, who=NOBODY, now=NOW)
    assert old.valid_to is None
    assert by_code(db, old.code, date(2026, 1, 1)) is old
    merged = by_code(db, "30076", TREE_DAY)
    with pytest.raises(BadInput, match="thuộc một nơi khác"):
        administration.reopen(db, ring, place=merged, who=NOBODY, now=NOW)

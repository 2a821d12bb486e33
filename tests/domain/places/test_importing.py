"""Importing places: by code and first day, all of the file or none of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from domain.audit.models import AuditEntry
from domain.audit.services import NOBODY
from domain.places.csv_lines import BadFile
from domain.places.importing import import_csv
from domain.places.models import Level, Place
from domain.places.queries import by_code, communes, hamlets, in_scope
from tests.factories import BINH_THANH, PHUONG_TRA, PROVINCE, TREE_DAY, place

NOW = datetime(2025, 6, 1, 3, tzinfo=UTC)
HEAD = (
    "code,level,level_label,name,full_name,parent_code,valid_from,valid_to,unit_title,"
    "duty_phone,address,source\n"
)


def bring(db, ring, *lines: str, head: str = HEAD, encoding: str = "utf-8"):
    steps = []
    content = (head + "\n".join(lines) + "\n").encode(encoding)
    done = import_csv(
        db,
        ring,
        content=content,
        who=NOBODY,
        now=NOW,
        progress=lambda done, whole: steps.append((done, whole)),
    )
    db.flush()
    return done, steps


def hamlet_line(code="30094-07", name="Phương Đông", parent=PHUONG_TRA, valid_from="2022-01-01"):
    return f"{code},hamlet,ấp,{name},,{parent},{valid_from},,,,,NQ 12/2022"


def test_a_whole_new_district_is_imported_parents_after_children_too(db, ring):
    done, steps = bring(
        db,
        ring,
        "99001,commune,xã,Mẫu Một,,990,2022-01-01,,,0277 3 000 113,Số 1 đường Mẫu,thử",
        "99001-01,hamlet,khóm,Khóm 1,,99001,2022-01-01,,,,,thử",
        f"990,district,huyện,Ví Dụ,Huyện Ví Dụ,{PROVINCE},2022-01-01,,,,,thử",
    )
    assert (done.added, done.changed) == (3, 0)
    assert steps[-1] == (3, 3)
    commune, district = by_code(db, "99001", TREE_DAY), by_code(db, "990", TREE_DAY)
    assert commune.full_name == "Xã Mẫu Một"
    assert commune.unit_title == "Công an xã Mẫu Một"
    assert by_code(db, "99001-01", TREE_DAY).full_name == "Khóm 1"
    assert in_scope(db, district.id, commune.id)
    assert [p.name for p in communes(db, district.id, TREE_DAY)] == ["Mẫu Một"]


def test_an_imported_duty_phone_is_not_shown_to_people_before_somebody_dialled_it(db, ring):
    bring(
        db,
        ring,
        f"{PHUONG_TRA},commune,xã,Phương Trà,,873,2022-01-01,2025-06-30,,+84 277 3000113,,thử",
    )
    commune = place(db)
    assert commune.duty_phone == "02773000113"
    assert commune.duty_call.shown == ""
    commune.duty_phone_checked_on = date(2025, 5, 2)
    assert commune.duty_call.shown == "", "a day without a name is no check"
    commune.duty_phone_checked_by = "Đại úy Mẫu"
    assert commune.duty_call.shown == "02773000113"


def test_a_new_number_needs_a_new_check_the_same_one_keeps_it(db, ring):
    commune = place(db)
    commune.duty_phone, commune.duty_phone_checked_by = "02773000113", "Đại úy Mẫu"
    commune.duty_phone_checked_on = date(2025, 5, 2)
    line = f"{PHUONG_TRA},commune,xã,Phương Trà,,873,2022-01-01,2025-06-30,,%s,,thử"
    bring(db, ring, line % "0277 3000 113")
    assert commune.duty_call.shown == "02773000113"
    bring(db, ring, line % "0277 3000 114")
    assert commune.duty_call.shown == ""


def test_the_same_file_again_changes_nothing_and_a_better_name_changes_the_row(db, ring):
    first, _ = bring(db, ring, hamlet_line())
    again, _ = bring(db, ring, hamlet_line())
    assert (first.added, again.added, again.changed, again.unchanged) == (1, 0, 0, 1)
    better, _ = bring(db, ring, hamlet_line(name="Phương Đông A"))
    assert better.changed == 1
    assert by_code(db, "30094-07", TREE_DAY).full_name == "Ấp Phương Đông A"
    assert [h.name for h in hamlets(db, place(db).id, TREE_DAY)] == ["Phương Đông A"]


def test_a_column_that_the_file_lacks_is_left_as_it_is(db, ring):
    title = place(db).unit_title
    bring(
        db,
        ring,
        f"{PHUONG_TRA},commune,xã,Phương Trà,873,2022-01-01",
        head="code,level,level_label,name,parent_code,valid_from\n",
    )
    assert place(db).unit_title == title
    assert place(db).valid_to == TREE_DAY


def test_what_stands_for_a_unit_on_its_papers_comes_with_the_file(db, ring):
    head = "code,level,level_label,name,parent_code,valid_from,paper_mark\n"
    known = f"{PHUONG_TRA},commune,xã,Phương Trà,873,2022-01-01,%s"
    bring(db, ring, known % "CAPT", "99001,commune,xã,Mẫu,873,2022-01-01, CAM ", head=head)
    assert (place(db).mark, by_code(db, "99001", TREE_DAY).mark) == ("CAPT", "CAM")
    bring(db, ring, known % "CAPT", head=head)
    again, _ = bring(db, ring, known % "", head=head)
    assert (again.changed, place(db).mark) == (1, "CAX"), "an empty cell: as its level is called"
    for line, words in (
        (known % ("x" * 13), "cột paper_mark: dài quá 12 chữ"),
        (f"30094-07,hamlet,ấp,Đông,{PHUONG_TRA},2022-01-01,CAA", "cột paper_mark: chỉ đơn vị"),
    ):
        with pytest.raises(BadFile, match=words):
            bring(db, ring, line, head=head)


def test_names_are_kept_in_one_form_whatever_the_keyboard_and_long_ones_fit(db, ring):
    decomposed = "Ấp ông Thoàn".replace("Ấ", "\u0041\u0302\u0301")
    bring(db, ring, hamlet_line(name=decomposed), encoding="utf-8-sig")
    assert by_code(db, "30094-07", TREE_DAY).name == "Ấp ông Thoàn"
    long_name = "Nghiêng " * 14 + "Dài"
    bring(db, ring, hamlet_line(code="30094-08", name=long_name))
    assert by_code(db, "30094-08", TREE_DAY).name == long_name


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (hamlet_line(parent="11111"), "Dòng 3, cột parent_code"),
        (hamlet_line(parent="873"), "Dòng 3, cột parent_code"),
        (hamlet_line(valid_from="2022-13-01"), "Dòng 3, cột valid_from"),
        (hamlet_line(valid_from=""), "Dòng 3, cột valid_from: chưa ghi"),
        (hamlet_line(valid_from="2021-01-01"), "vào ngày 2021-01-01"),
        (hamlet_line(name=""), "Dòng 3, cột name"),
        (hamlet_line(name="x" * 121), "Dòng 3, cột name: dài quá 120"),
        (hamlet_line().replace("hamlet", "village"), "Dòng 3, cột level"),
        (hamlet_line().replace(",,,,,NQ", ",2021-01-01,,,,NQ"), "Dòng 3, cột valid_to"),
        (hamlet_line().replace(",,,,,NQ", ",,,gọi sau,,NQ"), "Dòng 3, cột duty_phone"),
        (hamlet_line() + ",thừa", "Dòng 3: số ô"),
        (hamlet_line(code="30094-06"), "đã có ở dòng 2"),
        (f"{BINH_THANH},hamlet,ấp,Sai,,{PHUONG_TRA},2022-01-01,,,,,x", "Dòng 3, cột level"),
    ],
)
def test_one_bad_line_is_named_and_nothing_is_written(db, ring, line, words):
    before = db.scalar(select(func.count()).select_from(Place))
    with pytest.raises(BadFile, match=words):
        bring(db, ring, hamlet_line(code="30094-06", name="Đúng"), line)
    assert db.scalar(select(func.count()).select_from(Place)) == before
    assert db.scalar(select(func.count()).select_from(AuditEntry)) == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "thiếu cột code"),
        (HEAD.encode(), "không có dòng nào"),
        (HEAD.encode() + "a,b,ấp".encode("utf-16"), "không phải UTF-8"),
        (b"code;level;name\n", "thiếu cột"),
        (HEAD.replace("source", "nguon").encode(), "cột lạ nguon"),
        (HEAD.replace("source", "name").encode(), "hai lần"),
        (b"\x00\xff\x00", "không phải UTF-8"),
        (HEAD.encode() + b'"' + b"x" * 200_000, "không đọc được"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_sentence(db, ring, content, words):
    with pytest.raises(BadFile, match=words):
        import_csv(
            db, ring, content=content, who=NOBODY, now=NOW, progress=lambda done, whole: None
        )


def test_many_bad_lines_are_counted_not_all_told(db, ring):
    lines = [hamlet_line(code=f"30094-{n}", parent="1") for n in range(20, 40)]
    with pytest.raises(BadFile, match="Còn 12 chỗ nữa"):
        bring(db, ring, *lines)


def test_an_import_is_one_audit_entry_with_counts_and_no_names(db, ring):
    bring(db, ring, hamlet_line())
    entry = db.scalars(select(AuditEntry)).one()
    assert entry.action == "place_changed"
    assert entry.reason == "imported 1 added, 0 changed"
    assert db.scalars(select(Place.level).where(Place.code == "30094-07")).one() is Level.HAMLET

"""The register of received tips: whose words stand in it, and that nothing in it acts."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from domain.audit.models import AuditEntry, Chain
from domain.audit.queries import verify
from domain.papers import register, register_file
from domain.papers.register import HEADS, Period
from domain.papers.sheets import DayWith
from domain.people.models import Role
from domain.tips import access, transferring
from domain.tips.models import Tip
from domain.tips.sealing import TipBody
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import BINH_THANH, DISTRICT, make_officer, place
from tests.factories_papers import NOON, acting_as
from tests.factories_tips import CONTACT, make_tip, told_of

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
COLUMNS = [name for name, _ in HEADS]


@pytest.fixture
def desk(db, ring):
    return acting_as(make_officer(db, "xa1", name="Thiếu úy Mẫu"), ring)


def arrived(db, ring, desk, story="Chuyện", *, opened=True, unit=None, **how):
    unit = unit or place(db)
    told = told_of(unit, body=TipBody(story=story, money_amount=45_000_000))
    tip_id = make_tip(db, ring, unit, at=NOON - timedelta(hours=4), told=told, **how).tip_id
    tip = db.get_one(Tip, tip_id)
    if opened:
        access.read(db, acting=desk, tip=tip)
        db.flush()
    return tip


def lines(db, desk, period=YEAR):
    return [dict(zip(COLUMNS, row.cells, strict=True)) for row in register.rows(db, desk, period)]


def test_each_tip_is_a_line_with_who_reported_it_masked(db, ring, desk):
    arrived(db, ring, desk, "Có người gọi xưng công an.\nBắt chuyển tiền.")
    (line,) = lines(db, desk)
    assert line["Số thứ tự/năm"] == "TB-0001/2026"
    assert line["Ngày giờ tiếp nhận"].isoformat() == "2026-02-03T12:00:00+07:00"
    assert line["Nội dung tóm tắt"] == "Có người gọi xưng công an. Bắt chuyển tiền."
    assert line["Thiệt hại (đồng)"] == 45_000_000
    assert line["Người báo tin"] == "Để lại liên lạc (che)"
    assert line["Cán bộ tiếp nhận"] == "Thiếu úy Mẫu"
    assert CONTACT not in " ".join(map(str, line.values()))


def test_what_nobody_opened_stays_closed_and_what_waits_apart_is_not_there(db, ring, desk):
    arrived(db, ring, desk, "Chưa ai mở", opened=False)
    arrived(db, ring, desk, "Để riêng", opened=False, quarantine="honeypot")
    (line,) = lines(db, desk)
    assert (line["Nội dung tóm tắt"], line["Ghi chú"]) == ("", "Chưa mở.")
    assert line["Ngày giờ tiếp nhận"] == DayWith(date(2026, 2, 3), "sáng")


def test_a_neighbours_tip_and_one_sent_past_the_unit_leave_no_trace(db, ring, desk):
    arrived(db, ring, desk, opened=False, unit=place(db, BINH_THANH))
    arrived(db, ring, desk, opened=False, unit=place(db, DISTRICT))
    first, second = arrived(db, ring, desk), arrived(db, ring, desk)
    assert (first.number, second.number) == (1, 2)
    assert [line["Số thứ tự/năm"] for line in lines(db, desk)] == ["TB-0001/2026", "TB-0002/2026"]
    assert register.count(db, desk, YEAR) == 2


def test_what_was_handed_on_keeps_its_line_and_loses_its_words(db, ring, desk):
    above = acting_as(make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT), ring)
    tip = arrived(db, ring, desk, "Vụ lớn")
    hand = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="Vượt thẩm quyền")
    transferring.transfer(db, acting=desk, tip=tip, version=tip.version, hand=hand)
    db.flush()
    (line,) = lines(db, desk)
    assert line["Số thứ tự/năm"] == "TB-0001/2026"
    assert line["Nội dung tóm tắt"] == ""
    assert (line["Ngày chuyển"], line["Số phiếu chuyển"]) == (date(2026, 2, 3), "01/2026")
    access.read(db, acting=above, tip=tip)
    db.flush()
    assert [row["Nội dung tóm tắt"] for row in lines(db, above)] == ["Vụ lớn"]


def test_a_tip_stands_in_the_register_of_the_unit_above_from_its_slip_on(db, ring, desk):
    officer = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    tip = arrived(db, ring, desk, opened=False)
    hand = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="Vượt thẩm quyền")
    later = acting_as(desk.by, ring, datetime(2027, 1, 1, 17, 30, tzinfo=UTC))
    transferring.transfer(db, acting=later, tip=tip, version=tip.version, hand=hand)
    above = acting_as(officer, ring, later.now + timedelta(hours=5))
    access.read(db, acting=above, tip=tip)
    db.flush()
    day = date(2027, 1, 2)
    (line,) = lines(db, above, Period(day, day))
    assert line["Số thứ tự/năm"] == "TB-0001/2027"
    assert line["Ngày giờ tiếp nhận"].isoformat() == "2027-01-02T00:30:00+07:00"
    assert register.count(db, above, YEAR) == 0
    (line,) = lines(db, desk)
    assert line["Ngày giờ tiếp nhận"] == DayWith(date(2026, 2, 3), "sáng")


def test_days_and_money_are_days_and_numbers_that_sort_and_sum(db, ring, desk):
    arrived(db, ring, desk)
    arrived(db, ring, desk, opened=False)
    file = BytesIO()
    register_file.write(db, acting=desk, period=YEAR, file=file)
    sheet = load_workbook(file)["Sổ tiếp nhận"]

    def cell(row, name):
        return sheet.cell(row, COLUMNS.index(name) + 1)

    moment, half = cell(2, "Ngày giờ tiếp nhận"), cell(3, "Ngày giờ tiếp nhận")
    assert moment.value.isoformat() == "2026-02-03T12:00:00"
    assert moment.number_format == "dd/mm/yyyy hh:mm"
    assert half.value.isoformat() == "2026-02-03T00:00:00"
    assert half.number_format == 'dd/mm/yyyy "sáng"'
    money = cell(2, "Thiệt hại (đồng)")
    assert (money.value, money.data_type, money.number_format) == (45_000_000, "n", "#,##0")
    assert cell(2, "Ngày trả lời").value is None


def test_the_register_is_legible_on_paper(db, ring, desk):
    arrived(db, ring, desk, "Chuyện dài. " * 30)
    file = BytesIO()
    register_file.write(db, acting=desk, period=Period(date(2026, 2, 1), NOON.date()), file=file)
    sheet = load_workbook(file)["Sổ tiếp nhận"]
    assert sum(column.width for column in sheet.column_dimensions.values()) < 225
    assert sheet.row_dimensions[2].height > 6 * 14
    assert "Sổ tiếp nhận, Công an xã" in sheet.oddHeader.center.text
    assert "từ 01/02/2026 tới 03/02/2026" in sheet.oddHeader.center.text
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$1:$1", "B2")


def test_a_supervisor_takes_out_no_commune_s_register(db, ring, desk):
    arrived(db, ring, desk)
    above = acting_as(make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT), ring)
    assert lines(db, above) == []


def test_a_period_has_both_its_days_and_no_other(db, ring, desk):
    arrived(db, ring, desk)
    day = date(2026, 2, 3)
    assert len(lines(db, desk, Period(day, day))) == 1
    assert lines(db, desk, Period(day + timedelta(days=1), YEAR.last)) == []
    assert lines(db, desk, Period(YEAR.first, day - timedelta(days=1))) == []


@pytest.mark.parametrize(
    "typed", ['=HYPERLINK("http://x.example","a")', "@SUM(1)", "+1", "http://x.example"]
)
def test_what_somebody_typed_never_acts_in_the_sheet(db, ring, desk, typed):
    arrived(db, ring, desk, typed)
    file = BytesIO()
    assert register_file.write(db, acting=desk, period=YEAR, file=file) == 1
    sheet = load_workbook(file)["Sổ tiếp nhận"]
    cell = sheet.cell(2, COLUMNS.index("Nội dung tóm tắt") + 1)
    assert (cell.value, cell.data_type, cell.hyperlink) == (typed, "s", None)
    assert [sheet.cell(1, column).value for column in range(1, len(COLUMNS) + 1)] == COLUMNS
    entry = db.scalars(select(AuditEntry).where(AuditEntry.action == "register_exported")).one()
    assert entry.reason == "2026-01-01..2026-12-31: 1"


def test_every_tip_whose_words_go_out_says_so_and_the_log_still_holds(db, ring, desk):
    tips = [arrived(db, ring, desk, f"Chuyện {number}") for number in range(3)]
    arrived(db, ring, desk, "Chưa ai mở", opened=False)
    register_file.write(db, acting=desk, period=YEAR, file=BytesIO())
    taken = select(AuditEntry).where(AuditEntry.action == "tip_in_register")
    found = db.scalars(taken.order_by(AuditEntry.seq)).all()
    assert [entry.object_id for entry in found] == [str(tip.id) for tip in tips]
    assert {entry.reason for entry in found} == {"2026-01-01..2026-12-31"}
    assert verify(db, ring, Chain.ACTS).first_bad is None

"""The minutes of a forum as a Word file: the layout of Decree 30/2020, and everything said."""

from datetime import date, time
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from domain.documents.nd30 import spelled_day
from domain.forums import last_time, minutes
from domain.forums.models import AnsweredHow, OpinionKind, Outcome
from domain.reference import settings
from tests.factories import make_people
from tests.factories_forums import log, opinion, promised, put_promise
from tests.factories_outreach import DAY, NOON, make_hamlet


@pytest.fixture
def people(db):
    return make_people(db)


@pytest.fixture
def paper(db, ring, people):
    """The minutes of a forum that says `told`, opened."""

    def make(**told):
        told = {"venue": "Nhà văn hóa", "chair": "Đại úy Mẫu", **told}
        record = log(db, ring, people.officer, **told)
        last = last_time.last_time(
            db, people.officer, place_id=record.place_id, before=record.held_on, today=DAY
        )
        known = minutes.circumstances_of(
            db, record, settings.load(db), viewer=people.officer, last=last, now=NOON
        )
        return Document(BytesIO(minutes.minutes_of(record, known)))

    return make


def _texts(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def _heads(document):
    left, right = document.tables[0].rows[0].cells
    return [[p.text for p in cell.paragraphs if p.text] for cell in (left, right)]


def test_the_page_is_the_one_that_the_decree_asks_for(paper):
    document = paper()
    (section,) = document.sections
    assert (_mm(section.page_width), _mm(section.page_height)) == (210, 297)
    assert (_mm(section.top_margin), _mm(section.bottom_margin)) == (20, 20)
    assert (_mm(section.left_margin), _mm(section.right_margin)) == (30, 15)
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size) == ("Times New Roman", Pt(14))
    assert normal.element.rPr.rFonts.get(qn("w:eastAsia")) == "Times New Roman"
    assert section.different_first_page_header_footer
    number = section.header.paragraphs[0]
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert number._p.find(qn("w:fldSimple")).get(qn("w:instr")) == "PAGE"
    assert section.first_page_header.is_linked_to_previous or not _first_head(section)
    assert section.header_distance < section.top_margin


def _mm(length):
    """Whole millimetres: the file keeps twentieths of a point."""
    return round(length.mm)


def _first_head(section):
    return "".join(paragraph.text for paragraph in section.first_page_header.paragraphs)


def test_the_letterhead_names_the_unit_the_state_the_number_and_the_day(paper):
    document = paper()
    left, right = _heads(document)
    assert left == ["CÔNG AN HUYỆN CAO LÃNH", "CÔNG AN XÃ PHƯƠNG TRÀ", "Số: …/BB-CAX"]
    assert right == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Phương Trà, {spelled_day(DAY)}",
    ]
    for cell in document.tables[0].rows[0].cells:
        (rule,) = [p for p in cell.paragraphs if p._p.find(f".//{qn('w:pBdr')}") is not None]
        assert rule.paragraph_format.left_indent == rule.paragraph_format.right_indent
    motto = document.tables[0].rows[0].cells[1].paragraphs[1].runs[0]
    assert motto.bold and motto.font.size == Pt(13)


@pytest.mark.parametrize(
    ("day", "spelled"),
    [
        (date(2022, 3, 29), "ngày 29 tháng 3 năm 2022"),
        (date(2024, 2, 5), "ngày 05 tháng 02 năm 2024"),
        (date(2024, 12, 10), "ngày 10 tháng 12 năm 2024"),
    ],
)
def test_a_day_is_spelled_as_papers_spell_it(day, spelled):
    assert spelled_day(day) == spelled


def test_everything_that_was_written_down_stands_in_it_in_order(paper, people):
    texts = _texts(
        paper(
            started_at=time(19, 0),
            attendance_is_approximate=True,
            partners=("front",),
            contents="Thông báo tình hình.\nChiêu lừa mới.",
            minutes="Bà con vỗ tay.",
            notes="Chỉ để trong máy.",
            opinions=(
                opinion(1, "Đường tối.", kind=OpinionKind.REQUEST, name="Ông A", answer="Sẽ gắn."),
                promised(2, owner_id=people.chief.id, due_on=date(2024, 6, 12)),
                opinion(
                    4, "Đèn hư.", outcome=Outcome.PASSED_ON, responsible="Điện lực",
                    answered_on=DAY, answered_how=AnsweredHow.IN_WRITING, answer="Đã sửa.",
                ),
                opinion(5, "Chó thả rông.", outcome=Outcome.NOT_YET),
            ),
        )
    )  # fmt: skip
    assert texts[:2] == [
        "BIÊN BẢN",
        "Diễn đàn “Công an lắng nghe ý kiến Nhân dân” tại Xã Phương Trà",
    ]
    body = "\n".join(texts)
    in_order = [
        "I. THỜI GIAN, ĐỊA ĐIỂM, THÀNH PHẦN",
        f"1. Thời gian: 19 giờ 00 phút, {spelled_day(DAY)}.",
        "2. Địa điểm: Nhà văn hóa, Xã Phương Trà.",
        "3. Chủ trì: Đại úy Mẫu.",
        "4. Thư ký: Thiếu úy Mẫu.",
        "5. Đơn vị phối hợp: Mặt trận",
        "6. Người dự: khoảng 48 người.",
        "II. NỘI DUNG CÔNG AN ĐÃ THÔNG BÁO",
        "Thông báo tình hình.",
        "Chiêu lừa mới.",
        "III. Ý KIẾN CỦA NHÂN DÂN",
        "1. Kiến nghị: Đường tối. (người nêu: Ông A)",
        "Trả lời tại chỗ: Sẽ gắn.",
        "2. Phản ánh: Karaoke hát quá giờ.",
        "Hẹn trả lời sau; người phụ trách: Đại úy Mẫu; hẹn ngày 12/06/2024.",
        "3. Phản ánh: Đèn hư.",
        f"Đã trả lời ngày {DAY:%d/%m/%Y}, bằng văn bản: Đã sửa.",
        "4. Phản ánh: Chó thả rông.",
        "Xử lý: …",
        "IV. DIỄN BIẾN KHÁC",
        "Bà con vỗ tay.",
        "Diễn đàn kết thúc vào lúc",
    ]
    places = [body.find(text) for text in in_order]
    assert -1 not in places, in_order[places.index(-1)]
    assert places == sorted(places)
    assert "Chỉ để trong máy." not in body


def test_the_body_is_justified_with_an_indent_and_room_between(paper):
    (told,) = [p for p in paper().paragraphs if p.text.startswith("1. Thời gian")]
    shape = told.paragraph_format
    assert told.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert Mm(10) <= shape.first_line_indent <= Mm(12.7)
    assert shape.space_before >= Pt(6)
    assert told.runs[0].bold


def test_secretary_and_chair_sign_side_by_side(paper):
    cells = paper().tables[-1].rows[0].cells
    assert [[p.text for p in cell.paragraphs] for cell in cells] == [
        ["THƯ KÝ", "Thiếu úy Mẫu"],
        ["CHỦ TRÌ", "Đại úy Mẫu"],
    ]


def test_what_was_promised_last_time_comes_before_the_opinions(db, paper, people):
    where = make_hamlet(db)
    put_promise(db, people.officer, where, due=DAY, owner=people.chief)
    body = "\n".join(_texts(paper(place_id=where.id)))
    assert "II. TRẢ LỜI Ý KIẾN LẦN TRƯỚC" in body and "Xin lắp đèn" in body
    assert "người phụ trách: Đại úy Mẫu" in body
    assert body.index("LẦN TRƯỚC") < body.index("III. Ý KIẾN CỦA NHÂN DÂN\nKhông có ý kiến.")
    assert "Ấp 3, xã Phương Trà" in body


def test_odd_letters_neither_break_the_file_nor_become_markup(db, ring, people):
    gist = "Lãi < 5% & > 3% <b>“gấp”</b> 😀"
    record = log(db, ring, people.officer, opinions=(opinion(1, gist),))
    record.venue = "Nhà\x0b văn\x1f hóa"
    known = minutes.circumstances_of(
        db, record, settings.load(db), viewer=people.officer, last=None, now=NOON
    )
    made = minutes.minutes_of(record, known)
    texts = _texts(Document(BytesIO(made)))
    assert f"1. Phản ánh: {gist}" in texts
    assert any("Nhà văn hóa" in text for text in texts)
    with ZipFile(BytesIO(made)) as parts:
        assert b"<b>" not in parts.read("word/document.xml")
        assert b"python-docx" not in parts.read("docProps/core.xml")


def test_the_parts_of_the_file_stand_in_the_order_that_word_insists_on(paper):
    document = paper()
    for table in document.tables:
        tags = [child.tag for child in table._tbl.tblPr]
        assert tags.index(qn("w:tblCellMar")) < tags.index(qn("w:tblLook"))
    for paragraph in document.tables[0].cell(0, 1).paragraphs:
        tags = [child.tag for child in paragraph._p.pPr]
        if qn("w:pBdr") in tags:
            assert tags.index(qn("w:pBdr")) < tags.index(qn("w:spacing")) < tags.index(qn("w:ind"))


def test_letterhead_and_titles_are_settings(db, paper, people):
    for key, text in (
        ("minutes_symbol", "BB-CAPT"),
        ("minutes_superior", "Công an tỉnh Đồng Tháp"),
        ("minutes_chair_title", "Người chủ trì"),
    ):
        settings.store(db, key=key, text=text, by=None, now=NOON)
    document = paper()
    left, _ = _heads(document)
    assert left[0] == "CÔNG AN TỈNH ĐỒNG THÁP"
    assert left[2] == "Số: …/BB-CAPT"
    assert document.tables[-1].rows[0].cells[1].paragraphs[0].text == "NGƯỜI CHỦ TRÌ"

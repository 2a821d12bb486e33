"""Papers as somebody reads them who opens the file."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_TAB_LEADER
from docx.shared import Mm, Pt

from domain.documents.dossier import Dossier
from domain.papers.models import PaperKind
from domain.papers.notices import notice
from domain.papers.summary import summary
from domain.papers.tags import DOTS, Tag
from tests.factories_papers import NOON, words_of

DAY = date(2026, 2, 3)
VALUES = {
    Tag.NUMBER: "05",
    Tag.SYMBOL: "TB-CAX",
    Tag.DAY: "ngày 03 tháng 02 năm 2026",
    Tag.LOCALITY: "Phương Trà",
    Tag.SUPERIOR: "Công an huyện Cao Lãnh",
    Tag.UNIT: "Công an xã Phương Trà",
    Tag.TIP_NUMBER: "TB-0132",
    Tag.LEGAL_KIND: "tố giác về tội phạm",
    Tag.RECEIVED: "08 giờ 15 phút, ngày 03 tháng 02 năm 2026",
    Tag.CAME_BY: "gửi qua trang báo tin",
    Tag.CATEGORY: "Giả danh cơ quan, ngân hàng",
    Tag.BASIS: "Bộ luật Tố tụng hình sự",
    Tag.SIGNER_TITLE: "Trưởng Công an xã",
    Tag.SIGNER: "Đại úy Mẫu",
}


def test_a_notice_of_receipt_has_every_part_that_the_decree_asks_for():
    file = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
    lines = [line for line in words_of(file).splitlines() if line]
    for line in (
        "CÔNG AN HUYỆN CAO LÃNH",
        "CÔNG AN XÃ PHƯƠNG TRÀ",
        "Số: 05/TB-CAX",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Phương Trà, ngày 03 tháng 02 năm 2026",
        "THÔNG BÁO",
        "Về việc tiếp nhận tố giác về tội phạm",
        "Kính gửi:",
        f"- Viện kiểm sát nhân dân {DOTS};",
        f"- Ông (bà) {DOTS}.",
        "Căn cứ Bộ luật Tố tụng hình sự.",
        f"Nội dung tóm tắt: {DOTS}",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, Công an xã Phương Trà.",
        "TRƯỞNG CÔNG AN XÃ",
        "Đại úy Mẫu",
    ):
        assert line in lines
    assert "None" not in words_of(file)


def test_receivers_stand_small_beside_who_signs():
    file = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
    left, right = Document(BytesIO(file)).tables[-1].rows[0].cells
    label, first = left.paragraphs[0].runs[0], left.paragraphs[1].runs[0]
    assert (label.bold, label.italic, label.font.size) == (True, True, Pt(12))
    assert first.font.size == Pt(11)
    assert right.paragraphs[0].runs[0].bold


def test_what_nobody_filled_in_is_dotted_to_the_edge_of_the_text():
    file = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
    blank = [p for p in Document(BytesIO(file)).paragraphs if p.text.endswith("\t")]
    assert [p.text.strip() for p in blank] == [
        "Người báo:",
        "Địa chỉ:",
        "Nội dung tóm tắt:",
        "",
        "",
    ]
    for paragraph in blank:
        (stop,) = paragraph.paragraph_format.tab_stops
        assert (round(stop.position.mm), stop.leader) == (165, WD_TAB_LEADER.DOTS)


def test_no_page_bears_the_signature_alone():
    file = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
    assert Document(BytesIO(file)).paragraphs[-1].paragraph_format.keep_with_next


def test_a_heading_is_never_the_last_line_of_a_page():
    paper = Dossier(title="Hồ sơ vụ", made_at=NOON)
    paper.section("II. Các tin")
    paper.table(("Tin",), [("TB-0001",)], (165,))
    paper.text("TB-0001 – Công an xã Mẫu", bold=True)
    paper.text("Báo lúc: sáng")
    document = Document(BytesIO(paper.to_bytes()))
    heads = {p.text: p.paragraph_format.keep_with_next for p in document.paragraphs if p.text}
    assert list(heads.values()) == [True, True, None]


def test_the_names_of_the_longest_units_stay_on_one_line():
    """The widest of the district takes 69 mm in bold capitals of 12 points, quốc hiệu 88."""
    file = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
    issuer, state = (column.width for column in Document(BytesIO(file)).tables[0].columns)
    assert issuer >= Mm(70)
    assert state >= Mm(89)
    assert round(issuer.mm + state.mm) == 165


def test_a_notice_of_result_says_the_result_and_whoever_is_named():
    said = {
        Tag.RESULT: "Đã xử lý.",
        Tag.REPORTER: "Nguyễn Văn Mẫu",
        Tag.PROCURACY: "VKSND khu vực 3",
    }
    file = notice(PaperKind.NOTICE_OF_RESULT, {**VALUES, **said}, day=DAY, made_at=NOON)
    words = words_of(file)
    for part in (
        "Về kết quả giải quyết tố giác về tội phạm",
        "Kết quả giải quyết: Đã xử lý.",
        "- Ông (bà) Nguyễn Văn Mẫu.",
        "- VKSND khu vực 3;",
    ):
        assert part in words


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (PaperKind.INTAKE_RECORD, "BẢN TÓM TẮT ĐỂ GHI BIÊN BẢN"),
        (PaperKind.TRANSFER_SLIP, "BẢN TÓM TẮT ĐỂ GHI PHIẾU CHUYỂN"),
    ],
)
def test_a_summary_calls_itself_one_and_bears_no_letterhead(kind, title):
    words = words_of(summary(kind, {**VALUES, Tag.STORY: "Một & <hai>"}, made_at=NOON))
    assert title in words
    assert "Đây không phải là văn bản." in words
    assert "05/TB-CAX" in words
    assert "CỘNG HÒA" not in words
    assert "Lời kể, nguyên văn: Một & <hai>" in words
    assert f"Họ tên người báo: {DOTS}" in words


def test_a_file_names_nobody_in_what_it_says_about_itself():
    file = notice(PaperKind.NOTICE_OF_RECEIPT, VALUES, day=DAY, made_at=NOON)
    about = Document(BytesIO(file)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")

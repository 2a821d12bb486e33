"""The fields of papers: what each is called in a template, and what people are told it holds."""

from enum import StrEnum

from domain.papers.models import PaperKind
from domain.sentence import Sentence


class Tag(StrEnum):
    """One field; its value is what a unit writes between {{ and }} in its own form."""

    NUMBER = "so"
    SYMBOL = "ky_hieu"
    DAY = "ngay_ra"
    LOCALITY = "dia_danh"
    SUPERIOR = "co_quan_cap_tren"
    UNIT = "don_vi"
    TIP_NUMBER = "so_tin"
    LEGAL_KIND = "phan_loai"
    RECEIVED = "tiep_nhan_luc"
    CAME_BY = "hinh_thuc"
    CATEGORY = "loai_viec"
    PLACE = "noi_xay_ra"
    HAPPENED = "xay_ra_luc"
    STORY = "noi_dung"
    LOSS = "thiet_hai"
    TRACES = "dau_moi"
    OFFICER = "can_bo"
    REPORTER = "nguoi_bao"
    BORN = "nam_sinh"
    ID_PAPER = "giay_to"
    ADDRESS = "dia_chi"
    PHONE = "dien_thoai"
    GIST = "tom_tat"
    RESULT = "ket_qua"
    TO = "noi_nhan"
    WHY = "ly_do_chuyen"
    ENCLOSED = "tai_lieu_kem"
    SIGNER = "nguoi_ky"
    SIGNER_TITLE = "chuc_vu_ky"
    PROCURACY = "vien_kiem_sat"
    BASIS = "can_cu"


Values = dict[Tag, str]
"""What stands in a paper; a field that is missing is a dotted line."""

MEANINGS: dict[Tag, Sentence] = {
    Tag.NUMBER: Sentence("số của giấy"),
    Tag.SYMBOL: Sentence("ký hiệu sau số"),
    Tag.DAY: Sentence("ngày ra giấy"),
    Tag.LOCALITY: Sentence("địa danh trước ngày"),
    Tag.SUPERIOR: Sentence("cơ quan cấp trên"),
    Tag.UNIT: Sentence("đơn vị ra giấy"),
    Tag.TIP_NUMBER: Sentence("số tin"),
    Tag.LEGAL_KIND: Sentence("phân loại của tin"),
    Tag.RECEIVED: Sentence("lúc tiếp nhận"),
    Tag.CAME_BY: Sentence("hình thức báo tin"),
    Tag.CATEGORY: Sentence("loại việc"),
    Tag.PLACE: Sentence("nơi xảy ra"),
    Tag.HAPPENED: Sentence("ngày xảy ra"),
    Tag.STORY: Sentence("lời kể, nguyên văn"),
    Tag.LOSS: Sentence("thiệt hại"),
    Tag.TRACES: Sentence("số, tài khoản, đường dẫn (chưa kiểm chứng)"),
    Tag.OFFICER: Sentence("cán bộ làm giấy"),
    Tag.REPORTER: Sentence("họ tên người báo"),
    Tag.BORN: Sentence("năm sinh người báo"),
    Tag.ID_PAPER: Sentence("giấy tờ tùy thân của người báo"),
    Tag.ADDRESS: Sentence("chỗ ở người báo"),
    Tag.PHONE: Sentence("điện thoại người báo"),
    Tag.GIST: Sentence("nội dung tóm tắt"),
    Tag.RESULT: Sentence("kết quả"),
    Tag.TO: Sentence("nơi nhận phiếu chuyển"),
    Tag.WHY: Sentence("lý do chuyển"),
    Tag.ENCLOSED: Sentence("tài liệu, đồ vật kèm theo"),
    Tag.SIGNER: Sentence("người ký"),
    Tag.SIGNER_TITLE: Sentence("chức vụ người ký"),
    Tag.PROCURACY: Sentence("Viện kiểm sát nhận thông báo"),
    Tag.BASIS: Sentence("căn cứ"),
}

_SIGNED = (Tag.SIGNER_TITLE, Tag.SIGNER)
TYPED: dict[PaperKind, tuple[Tag, ...]] = {
    PaperKind.NOTICE_OF_RECEIPT: (Tag.REPORTER, Tag.ADDRESS, Tag.GIST, *_SIGNED),
    PaperKind.NOTICE_OF_RESULT: (Tag.REPORTER, Tag.ADDRESS, Tag.RESULT, *_SIGNED),
    PaperKind.INTAKE_RECORD: (Tag.REPORTER, Tag.BORN, Tag.ID_PAPER, Tag.ADDRESS, Tag.PHONE),
    PaperKind.TRANSFER_SLIP: (Tag.REPORTER, Tag.ADDRESS, Tag.GIST, Tag.ENCLOSED, *_SIGNED),
}
"""What an officer may type into each paper, in the order of the form. The person's name and way of
being reached lie sealed apart from the tip and are opened for a reason that the person is told of:
a paper takes them from the officer's hand, never from there."""

NAMES: dict[PaperKind, Sentence] = {
    PaperKind.NOTICE_OF_RECEIPT: Sentence("Thông báo tiếp nhận"),
    PaperKind.NOTICE_OF_RESULT: Sentence("Thông báo kết quả"),
    PaperKind.INTAKE_RECORD: Sentence("Biên bản tiếp nhận"),
    PaperKind.TRANSFER_SLIP: Sentence("Phiếu chuyển"),
}
OF_FORMS = (PaperKind.INTAKE_RECORD, PaperKind.TRANSFER_SLIP)
"""Papers that fill the unit's own form."""

DOTS = "." * 40
"""A field that nobody filled in."""


def shown(values: Values, tag: Tag) -> str:
    """What stands in a paper for a field: never something made up."""
    return values.get(tag) or DOTS

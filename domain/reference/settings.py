"""Settings of a deployment: each with a default, a check and a sentence that says what it takes."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.errors import BadInput
from domain.reference.flood_settings import FLOOD_LIMITS
from domain.reference.models import Setting
from domain.reference.setting_kinds import (
    UNIT_MARK,
    Spec,
    date_or_empty,
    month_day,
    symbol,
    text,
    whole,
    yes_no,
)
from domain.sentence import Sentence

_SYMBOL = Sentence("tối đa 30 chữ; chỗ {đơn vị} thành CAX, CAH… của từng đơn vị")

SPECS: dict[str, Spec] = {
    "tree_day": Spec(
        "",
        date_or_empty,
        Sentence("ngày YYYY-MM-DD, hoặc để trống"),
        Sentence("Cây đơn vị theo ngày (trống: hôm nay)"),
    ),
    "site_name": Spec("Lắng Nghe", text(60), Sentence("tối đa 60 chữ"), Sentence("Tên trang")),
    "plan_title": Spec(
        "Kế hoạch số 60/KH-UBND ngày 29/3/2022",
        text(200),
        Sentence("tối đa 200 chữ"),
        Sentence("Tên kế hoạch"),
    ),
    "unread_alert_hours": Spec(
        24,
        whole(1, 168),
        Sentence("số giờ từ 1 tới 168"),
        Sentence("Báo lên khi tin chưa ai mở quá (giờ)"),
    ),
    "second_person_days": Spec(
        3,
        whole(0, 30),
        Sentence("số ngày từ 0 tới 30"),
        Sentence("Tin đóng mà chưa có người thứ hai: cấp trên coi sau (ngày)"),
    ),
    "appeal_after_days": Spec(
        10,
        whole(1, 30),
        Sentence("số ngày từ 1 tới 30"),
        Sentence("Người báo được xin cấp trên xem lại sau (ngày), dù chưa trễ hẹn"),
    ),
    "urgent_open_minutes": Spec(
        10,
        whole(2, 240),
        Sentence("số phút từ 2 tới 240"),
        Sentence("Tin gấp chưa ai mở: báo chỉ huy sau (phút)"),
    ),
    "urgent_parent_minutes": Spec(
        20,
        whole(2, 480),
        Sentence("số phút từ 2 tới 480"),
        Sentence("Tin gấp chưa ai mở: báo cấp trên sau (phút)"),
    ),
    "web_push_on": Spec(
        False,
        yes_no,
        Sentence("1 hoặc 0"),
        Sentence("Báo ra màn hình điện thoại, không kèm nội dung"),
    ),
    "mail_digest_on": Spec(
        False,
        yes_no,
        Sentence("1 hoặc 0; cần có SMTP_HOST"),
        Sentence("Mỗi sáng gửi thư điện tử, chỉ có con số"),
    ),
    "silent_unit_days": Spec(
        30,
        whole(7, 180),
        Sentence("số ngày từ 7 tới 180"),
        Sentence("Đơn vị chưa có hoạt động quá (ngày)"),
    ),
    "mailbox_opened_every": Spec(
        7,
        whole(1, 366),
        Sentence("số ngày từ 1 tới 366"),
        Sentence("Hộp thư mới: mở ít nhất mỗi (ngày)"),
    ),
    "report_year_from": Spec(
        "11-01",
        month_day,
        Sentence("tháng và ngày MM-DD, ví dụ 11-01"),
        Sentence("Năm báo cáo: từ ngày"),
    ),
    "report_half_until": Spec(
        "05-31",
        month_day,
        Sentence("tháng và ngày MM-DD, ví dụ 05-31"),
        Sentence("Kỳ báo cáo 6 tháng đầu: tới hết ngày"),
    ),
    "tip_retention_text": Spec(
        Sentence("hết hạn lưu theo quy định thì xóa."),
        text(200),
        Sentence("tối đa 200 chữ"),
        Sentence("Giữ tin bao lâu"),
    ),
    "retention_signed": Spec(
        "",
        text(120),
        Sentence("số, ngày văn bản"),
        Sentence("Văn bản duyệt bảng thời hạn lưu (trống: chưa duyệt)"),
    ),
    "keep_spam_days": Spec(
        7,
        whole(7, 3660),  # What was cleared can be taken back for a week.
        Sentence("số ngày từ 7 tới 3660"),
        Sentence("Tin rác: xóa sau khi đóng (ngày)"),
    ),
    "keep_not_enough_days": Spec(
        30,
        whole(1, 3660),
        Sentence("số ngày từ 1 tới 3660"),
        Sentence("Tin chưa đủ căn cứ, tin trùng: xóa sau khi đóng (ngày)"),
    ),
    "keep_transferred_days": Spec(
        180,
        whole(1, 3660),
        Sentence("số ngày từ 1 tới 3660"),
        Sentence("Tin đã chuyển cơ quan ngoài: xóa sau khi chuyển (ngày)"),
    ),
    "keep_resolved_days": Spec(
        365,
        whole(1, 3660),
        Sentence("số ngày từ 1 tới 3660"),
        Sentence("Tin đã giải quyết: xóa sau khi xong (ngày)"),
    ),
    "keep_contact_days": Spec(
        90,
        whole(1, 3660),
        Sentence("số ngày từ 1 tới 3660"),
        Sentence("Liên lạc của người báo: hủy sau khi nhận (ngày), trừ khi ghi lý do giữ thêm"),
    ),
    "demographics_from": Spec(
        "",
        date_or_empty,
        Sentence("ngày YYYY-MM-DD, hoặc để trống"),
        Sentence("Ghi nữ, tuổi, nghề: từ ngày"),
    ),
    "demographics_to": Spec(
        "",
        date_or_empty,
        Sentence("ngày YYYY-MM-DD, hoặc để trống"),
        Sentence("Ghi nữ, tuổi, nghề: tới ngày"),
    ),
    **FLOOD_LIMITS,
    "pass_days": Spec(
        30,
        whole(1, 180),
        Sentence("số ngày từ 1 tới 180"),
        Sentence("Phiếu ghi lúc mất mạng gửi được không cần đăng nhập lại (ngày)"),
    ),
    "unread_letters": Spec(
        200,
        whole(20, 2000),
        Sentence("số từ 20 tới 2000"),
        Sentence("Phiếu từ máy cán bộ chưa đọc được: giữ nhiều nhất (phiếu)"),
    ),
    "idle_tip_minutes": Spec(
        15,
        whole(2, 60),
        Sentence("số phút từ 2 tới 60"),
        Sentence("Máy nghỉ mấy phút thì trang tin hỏi PIN"),
    ),
    "claim_days": Spec(
        30,
        whole(1, 90),
        Sentence("số ngày từ 1 tới 90"),
        Sentence("Phiếu nhận mã dùng được (ngày)"),
    ),
    "public_warning_note": Spec(
        "", text(400), Sentence("tối đa 400 chữ"), Sentence("Lời nhắn trên trang đầu")
    ),
    "minutes_symbol": Spec(
        f"BB-{UNIT_MARK}", symbol, _SYMBOL, Sentence("Ký hiệu trên biên bản diễn đàn")
    ),
    "minutes_superior": Spec(
        "",
        text(160),
        Sentence("tối đa 160 chữ"),
        Sentence("Cơ quan chủ quản trên giấy tờ (trống: công an cấp trên)"),
    ),
    "minutes_chair_title": Spec(
        "Chủ trì", text(60), Sentence("tối đa 60 chữ"), Sentence("Người ký biên bản bên phải")
    ),
    "minutes_secretary_title": Spec(
        "Thư ký", text(60), Sentence("tối đa 60 chữ"), Sentence("Người ký biên bản bên trái")
    ),
    "notice_symbol": Spec(f"TB-{UNIT_MARK}", symbol, _SYMBOL, Sentence("Ký hiệu trên thông báo")),
    "intake_symbol": Spec(
        f"BB-{UNIT_MARK}", symbol, _SYMBOL, Sentence("Ký hiệu trên biên bản tiếp nhận")
    ),
    "slip_symbol": Spec(f"PC-{UNIT_MARK}", symbol, _SYMBOL, Sentence("Ký hiệu trên phiếu chuyển")),
    "case_symbol": Spec(f"HS-{UNIT_MARK}", symbol, _SYMBOL, Sentence("Ký hiệu trên hồ sơ vụ")),
    "notice_procuracy": Spec(
        "",
        text(160),
        Sentence("tối đa 160 chữ"),
        Sentence("Viện kiểm sát nhận thông báo (trống: để dòng chấm)"),
    ),
    "notice_basis": Spec(
        "Bộ luật Tố tụng hình sự",
        text(400),
        Sentence("tối đa 400 chữ"),
        Sentence("Căn cứ trên thông báo"),
    ),
    "upload_days": Spec(
        1,
        whole(1, 30),
        Sentence("số ngày từ 1 tới 30"),
        Sentence("Hình gửi dở, hình chưa thuộc phiếu nào: giữ (ngày)"),
    ),
    "photos_open": Spec(True, yes_no, Sentence("1 hoặc 0"), Sentence("Nhận hình từ bà con")),
}

_TABLE = table_of(Setting)
_STORED = ready(select(_TABLE.c.key, _TABLE.c.value))


class Settings:
    """The values in force: what an admin set, else the default."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._stored = stored

    def __getitem__(self, key: str) -> Any:
        return self._stored.get(key, SPECS[key].default)

    def symbol(self, key: str, mark: str) -> str:
        """What follows the number of a unit's paper; `mark` stands for the unit."""
        return str(self[key]).replace(UNIT_MARK, mark)

    def tree_day(self, today: date) -> date:
        """The day whose tree of places is in use."""
        return date.fromisoformat(self["tree_day"]) if self["tree_day"] else today

    def demographics_on(self, day: date) -> bool:
        """Whether women, age and occupation may be recorded on that day."""
        start, end = self["demographics_from"], self["demographics_to"]
        return bool(start and end) and start <= day.isoformat() <= end


def load(db: Session) -> Settings:
    """Read every stored setting at once."""
    return Settings(dict(_STORED.all(db, {})))


def changes(db: Session) -> dict[str, Setting]:
    """The settings that were ever set here, with who set them when."""
    return {row.key: row for row in db.scalars(select(Setting))}


def problem(spec: Spec, text: str) -> str:
    """Why the setting cannot have this value, as a sentence; empty when it can."""
    try:
        spec.parse(text)
    except ValueError:
        return Sentence("“%(label)s” cần %(takes)s.", label=spec.label, takes=spec.takes)
    return ""


def store(db: Session, *, key: str, text: str, by: UUID | None, now: datetime) -> Any:
    """Check and keep a setting; returns its value. Raises `BadInput` with what it takes."""
    spec = SPECS.get(key)
    if spec is None:
        raise BadInput(key, Sentence("Không có cài đặt tên %(key)s.", key=key))
    if sentence := problem(spec, text):
        raise BadInput(key, sentence)
    value = spec.parse(text)
    row = db.get(Setting, key) or Setting(key=key)
    row.value, row.changed_at, row.changed_by = value, now, by
    db.add(row)
    return value

"""Settings of a deployment: each with a default, a check and a sentence that says what it takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import BadInput
from domain.reference.models import Setting
from domain.text import clean

Parser = Callable[[str], Any]


def _whole(low: int, high: int) -> Parser:
    def parse(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text.strip()) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return parse


def _date_or_empty(text: str) -> str:
    return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""


def _text(limit: int) -> Parser:
    def parse(text: str) -> str:
        if len(clean(text)) > limit:
            raise ValueError
        return clean(text)

    return parse


def _yes_no(text: str) -> bool:
    if text.strip().lower() not in {"1", "0", "true", "false"}:
        raise ValueError
    return text.strip().lower() in {"1", "true"}


@dataclass(frozen=True, slots=True)
class Spec:
    """One setting: its default, how text becomes its value, what it takes, and why it exists."""

    default: Any
    parse: Parser
    takes: str
    label: str


SPECS: dict[str, Spec] = {
    "tree_day": Spec(
        "",
        _date_or_empty,
        "ngày YYYY-MM-DD, hoặc để trống",
        "Cây đơn vị theo ngày (trống: hôm nay)",
    ),
    "site_name": Spec("Lắng Nghe", _text(60), "tối đa 60 chữ", "Tên trang"),
    "plan_title": Spec(
        "Kế hoạch số 60/KH-UBND ngày 29/3/2022", _text(200), "tối đa 200 chữ", "Tên kế hoạch"
    ),
    "answer_within_days": Spec(
        0, _whole(0, 60), "số ngày từ 0 tới 60", "Hẹn người báo coi lại sau (ngày, 0: không hẹn)"
    ),
    "unread_alert_hours": Spec(
        24, _whole(1, 168), "số giờ từ 1 tới 168", "Báo lên khi tin chưa ai mở quá (giờ)"
    ),
    "silent_unit_days": Spec(
        30, _whole(7, 180), "số ngày từ 7 tới 180", "Đơn vị chưa có hoạt động quá (ngày)"
    ),
    "tip_retention_text": Spec(
        "hết hạn lưu theo quy định thì xóa.", _text(200), "tối đa 200 chữ", "Giữ tin bao lâu"
    ),
    "retention_signed": Spec(
        "", _text(120), "số, ngày văn bản", "Văn bản duyệt bảng thời hạn lưu (trống: chưa duyệt)"
    ),
    "demographics_from": Spec(
        "", _date_or_empty, "ngày YYYY-MM-DD, hoặc để trống", "Ghi nữ, tuổi, nghề: từ ngày"
    ),
    "demographics_to": Spec(
        "", _date_or_empty, "ngày YYYY-MM-DD, hoặc để trống", "Ghi nữ, tuổi, nghề: tới ngày"
    ),
    "form_min_seconds": Spec(
        3, _whole(0, 60), "số giây từ 0 tới 60", "Gửi nhanh hơn số giây này thì để riêng"
    ),
    "form_token_days": Spec(
        7, _whole(1, 30), "số ngày từ 1 tới 30", "Trang báo tin dùng được (ngày)"
    ),
    "tips_per_bucket_hour": Spec(
        5, _whole(1, 1000), "số từ 1 tới 1000", "Tin mỗi giờ từ một nơi, quá thì để riêng"
    ),
    "tips_per_poster_hour": Spec(
        20, _whole(1, 1000), "số từ 1 tới 1000", "Tin mỗi giờ qua một bảng, quá thì để riêng"
    ),
    "tips_per_unit_hour": Spec(
        60, _whole(1, 10_000), "số từ 1 tới 10000", "Tin mỗi giờ tới một đơn vị, quá thì để riêng"
    ),
    "tips_per_hour": Spec(
        300, _whole(1, 100_000), "số từ 1 tới 100000", "Tin mỗi giờ cả hệ thống, quá thì để riêng"
    ),
    "receipt_misses": Spec(
        5, _whole(3, 100), "số từ 3 tới 100", "Gõ sai mã xem trả lời mấy lần thì phải chờ"
    ),
    "idle_tip_minutes": Spec(
        15, _whole(2, 60), "số phút từ 2 tới 60", "Máy nghỉ mấy phút thì trang tin hỏi PIN"
    ),
    "claim_days": Spec(30, _whole(1, 90), "số ngày từ 1 tới 90", "Phiếu nhận mã dùng được (ngày)"),
    "public_warning_note": Spec("", _text(400), "tối đa 400 chữ", "Lời nhắn trên trang đầu"),
    "photos_open": Spec(True, _yes_no, "1 hoặc 0", "Nhận hình từ bà con"),
}


class Settings:
    """The values in force: what an admin set, else the default."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._stored = stored

    def __getitem__(self, key: str) -> Any:
        return self._stored.get(key, SPECS[key].default)

    def tree_day(self, today: date) -> date:
        """The day whose tree of places is in use."""
        return date.fromisoformat(self["tree_day"]) if self["tree_day"] else today

    def demographics_on(self, day: date) -> bool:
        """Whether women, age and occupation may be recorded on that day."""
        start, end = self["demographics_from"], self["demographics_to"]
        return bool(start and end) and start <= day.isoformat() <= end


def load(db: Session) -> Settings:
    """Read every stored setting at once."""
    return Settings({row.key: row.value for row in db.execute(select(Setting.key, Setting.value))})


def changes(db: Session) -> dict[str, Setting]:
    """The settings that were ever set here, with who set them when."""
    return {row.key: row for row in db.scalars(select(Setting))}


def problem(spec: Spec, text: str) -> str:
    """Why the setting cannot have this value, as a sentence; empty when it can."""
    try:
        spec.parse(text)
    except ValueError:
        return f"“{spec.label}” cần {spec.takes}."
    return ""


def store(db: Session, *, key: str, text: str, by: UUID | None, now: datetime) -> Any:
    """Check and keep a setting; returns its value. Raises `BadInput` with what it takes."""
    spec = SPECS.get(key)
    if spec is None:
        raise BadInput(key, f"Không có cài đặt tên {key}.")
    if sentence := problem(spec, text):
        raise BadInput(key, sentence)
    value = spec.parse(text)
    row = db.get(Setting, key) or Setting(key=key)
    row.value, row.changed_at, row.changed_by = value, now, by
    db.add(row)
    return value

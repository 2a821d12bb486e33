"""Codes of tips turned into words, in the language of the page."""

from datetime import date, datetime
from functools import cached_property

from flask_babel import get_locale, gettext, ngettext
from sqlalchemy.orm import Session

from domain.places.naming import in_a_sentence
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.tips.appeals import Decision
from domain.tips.models import HalfDay, LossBand, Source, Tip, TipOutcome, TipState
from domain.tips.quarantine import QuarantineReason
from domain.tips.rules import number_label
from domain.tips.work_models import TransferWay
from web.filters import day, moment

_GLYPHS = {
    "phone": "phone",
    "bank_account": "bank",
    "bank": "bank",
    "account_holder": "user",
    "url": "link",
    "social_account": "users",
    "transaction_id": "card",
    "e_wallet": "card",
    "email": "msg",
    "tracking_code": "bag",
}


class Words:
    """Names for the codes that tips hold, those that left the lists long ago included."""

    def __init__(self, db: Session) -> None:
        self._db = db
        self._language = str(get_locale())

    @cached_property
    def _categories(self) -> dict[str, ReferenceItem]:
        return {i.code: i for i in reference.all_items(self._db, ListKey.TIP_CATEGORIES)}

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return reference.labels(self._db, ListKey.TIP_IDENTIFIERS, self._language)

    @cached_property
    def _banks(self) -> dict[str, str]:
        return reference.labels(self._db, ListKey.BANKS, self._language)

    @cached_property
    def _limits(self) -> dict[str, str]:
        return reference.labels(self._db, ListKey.DEADLINES, self._language)

    def limit(self, rule: str) -> str:
        """What has to be done before a limit ends."""
        return self._limits.get(rule, rule)

    def category(self, code: str) -> str:
        """What the tip is about, as the form's choice says it."""
        item = self._categories.get(code)
        if item is None:
            return code
        return (item.name_en if self._language == "en" else "") or item.name_vi

    def picture(self, code: str) -> str:
        """The drawing of a category."""
        item = self._categories.get(code)
        return str(item.details.get("picture") or "dots") if item else "dots"

    def kind(self, code: str) -> str:
        """What an identifier is: "Số tài khoản nhận tiền"."""
        return self._kinds.get(code, code)

    def glyph(self, code: str) -> str:
        """The drawing of a kind of identifier."""
        return _GLYPHS.get(code, "tip")

    def bank(self, code: str) -> str:
        """A bank by its code, or as it was typed."""
        return self._banks.get(code, code) if code else ""

    def value(self, kind: str, value: str) -> str:
        """An identifier as people read it."""
        return self.bank(value) if kind == "bank" else value

    def line(self, tip: Tip, here: object, number: int = 0) -> str:
        """Number, loss and half-day of a row; the unit too when it is not the reader's.

        `number`: the one that the reader's unit knows it by, where that is another.
        """
        parts = [number_label(number or tip.number), loss(tip.loss_band), half(tip)]
        if tip.unit_id != here:
            parts.append(tip.unit.unit_title)
        return " · ".join(parts)

    def source(self, tip: Tip) -> str:
        """How the tip came in, with the place for a poster."""
        if tip.source is Source.POSTER and tip.place is not None:
            return str(gettext("Qua bảng QR %(place)s", place=in_a_sentence(tip.place.full_name)))
        return sources()[tip.source]


def sources() -> dict[Source, str]:
    """How a tip may come in."""
    return {
        Source.WEB: gettext("Qua trang báo tin"),
        Source.POSTER: gettext("Qua bảng QR"),
        Source.PHONE: gettext("Gọi điện tới"),
        Source.DESK: gettext("Tới trụ sở báo"),
        Source.MAILBOX: gettext("Hộp thư tố giác"),
        Source.FORUM: gettext("Tại diễn đàn"),
        Source.OFFICER: gettext("Cán bộ tự phát hiện"),
        Source.BANK: gettext("Ngân hàng báo"),
    }


def states() -> dict[TipState, str]:
    """The states as staff name them."""
    return {
        TipState.NEW: gettext("Mới"),
        TipState.HELD: gettext("Đang xem"),
        TipState.VERIFYING: gettext("Đang xác minh"),
        TipState.WAITING: gettext("Chờ người báo"),
        TipState.TRANSFERRED: gettext("Đã chuyển"),
        TipState.RESOLVED: gettext("Đã giải quyết"),
        TipState.NOT_ENOUGH: gettext("Chưa đủ căn cứ"),
        TipState.DUPLICATE: gettext("Trùng tin khác"),
        TipState.SPAM: gettext("Tin rác"),
    }


def outcomes() -> dict[TipOutcome, str]:
    """What came of a resolved tip."""
    return {
        TipOutcome.ANSWERED: gettext("Đã trả lời, hướng dẫn"),
        TipOutcome.PREVENTED: gettext("Ngăn kịp, chưa mất tiền"),
        TipOutcome.MONEY_HELD: gettext("Đã giữ được tiền"),
        TipOutcome.HANDLED: gettext("Đã xử lý người vi phạm"),
        TipOutcome.PROSECUTED: gettext("Cơ quan điều tra đã thụ lý"),
        TipOutcome.NO_CRIME: gettext("Không có dấu hiệu tội phạm"),
        TipOutcome.NOT_OURS: gettext("Không thuộc thẩm quyền, đã chỉ nơi nhận"),
    }


def ways() -> dict[TransferWay, str]:
    """Which way a tip is handed on."""
    return {
        TransferWay.UP: gettext("Lên cấp trên"),
        TransferWay.TAKEN_UP: gettext("Cấp trên rút lên"),
        TransferWay.BACK: gettext("Trả lại"),
        TransferWay.SIDEWAYS: gettext("Sang"),
        TransferWay.OUTSIDE: gettext("Cơ quan khác, ngoài hệ thống"),
    }


def decisions() -> dict[Decision, str]:
    """What the unit above may say to a person who is not content."""
    return {
        Decision.REOPEN: gettext("Làm lại: đơn vị xem tiếp"),
        Decision.KEEP: gettext("Giữ nguyên kết quả"),
    }


def quarantine(reason: str) -> str:
    """Why a tip waits apart."""
    names: dict[str, str] = {
        QuarantineReason.HONEYPOT: gettext("Ô bẫy máy có chữ"),
        QuarantineReason.TOO_FAST: gettext("Gửi nhanh bất thường"),
        QuarantineReason.FORM_REUSED: gettext("Một trang báo tin gửi quá nhiều tin"),
        QuarantineReason.ALIKE: gettext("Giống nhiều tin khác cùng giờ"),
        QuarantineReason.NOT_TOLD: gettext("Chữ ráp lộn xộn, giống nhiều tin cùng giờ"),
        QuarantineReason.BUCKET_QUOTA: gettext("Một nơi gửi dồn dập"),
        QuarantineReason.POSTER_QUOTA: gettext("Một bảng QR có quá nhiều tin"),
        QuarantineReason.UNIT_QUOTA: gettext("Đơn vị có quá nhiều tin trong giờ"),
        QuarantineReason.TOTAL_QUOTA: gettext("Cả hệ thống có quá nhiều tin trong giờ"),
    }
    return str(names.get(reason, reason))


def loss(band: LossBand) -> str:
    """A loss in steps."""
    words: dict[LossBand, str] = {
        LossBand.NOT_TOLD: gettext("không ghi mất tiền"),
        LossBand.UNDER_10M: gettext("mất dưới 10 triệu"),
        LossBand.FROM_10M: gettext("mất 10–50 triệu"),
        LossBand.FROM_50M: gettext("mất 50–100 triệu"),
        LossBand.OVER_100M: gettext("mất trên 100 triệu"),
    }
    return words[band]


def half(tip: Tip) -> str:
    """ "sáng 04/6": as fine as a tip's time may be told."""
    return half_of(tip.received_on, tip.received_half)


def half_of(when: date, part: HalfDay) -> str:
    """A day and its half."""
    if part is HalfDay.MORNING:
        return str(gettext("sáng %(day)s", day=day(when)))
    return str(gettext("chiều %(day)s", day=day(when)))


def waited(hours: int) -> str:
    """How long nobody has opened a tip, in hours, from two days on in days."""
    if hours < 1:
        return str(gettext("Chờ mở dưới 1 giờ"))
    if hours < 48:
        return str(ngettext("Chờ mở %(num)s giờ", "Chờ mở %(num)s giờ", hours))
    return str(ngettext("Chờ mở %(num)s ngày", "Chờ mở %(num)s ngày", hours // 24))


def waited_minutes(minutes: int) -> str:
    """The same for an urgent tip, whose minute is shown."""
    if minutes >= 60:
        return waited(minutes // 60)
    return str(ngettext("Chờ mở %(num)s phút", "Chờ mở %(num)s phút", minutes))


def told_day(text: str, iso: str) -> str:
    """When it happened: the choice or day that was told."""
    words = {
        "today": gettext("trong ngày báo"),
        "yesterday": gettext("hôm trước ngày báo"),
        "week": gettext("trong tuần trước đó"),
        "older": gettext("đã lâu hơn"),
    }
    said = words.get(text, text)
    return f"{said} ({day(date.fromisoformat(iso))})" if iso and text in words else said


def told_moment(text: str, iso: str) -> str:
    """When money was sent: the choice, or the time that was told."""
    if text in moments() or not iso:
        return moments().get(text, text)
    return moment(datetime.fromisoformat(iso))


def moments() -> dict[str, str]:
    """The choices of when money was sent."""
    return {
        "30m": gettext("Trong 30 phút trước khi báo"),
        "2h": gettext("Trong 2 giờ trước khi báo"),
        "today": gettext("Trong ngày báo"),
        "yesterday": gettext("Hôm trước ngày báo"),
        "older": gettext("Lâu hơn"),
    }


def fields() -> dict[str, str]:
    """What the boxes of the handling forms are called."""
    return {
        "taken_by": gettext("Người nhận xử lý"),
        "classification": gettext("Tin này là"),
        "class_reason": gettext("Lý do phân loại"),
        "same_as": gettext("Trùng tin số"),
        "state": gettext("Tình trạng"),
        "outcome": gettext("Kết quả"),
        "duplicate_of": gettext("Trùng tin số"),
        "sentence": gettext("Câu người báo đọc"),
        "note": gettext("Ghi chú nội bộ"),
        "message": gettext("Lời nhắn"),
        "category": gettext("Loại việc"),
    }

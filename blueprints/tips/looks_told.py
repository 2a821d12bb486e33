"""Looks at tips in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext, ngettext

from domain.audit.models import Action
from domain.tips.lifted import Lifted
from domain.tips.looks import Look
from domain.tips.rules import number_label
from web.authz import current_officer
from web.filters import full_day, moment

_WITHOUT_REASON = {Action.PAPER_READ, Action.TIP_ASKED_ELSEWHERE, Action.REGISTER_EXPORTED}
"""Looks for which nobody is asked why; what the entry says instead is told elsewhere or not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A look as a line."""

    who: str
    told: str
    reason: str
    is_contact: bool
    href: str


def lines(looks: Sequence[Look]) -> list[Line]:
    """Each look as a line: who, at what, when, and the reason that was stated."""
    return [_line(look) for look in looks]


def _line(look: Look) -> Line:
    seen = [_what(look.action), *_at_what(look), moment(look.at)]
    return Line(
        who=look.officer.name if look.officer else gettext("Người không còn trong danh sách"),
        told=" · ".join(seen),
        reason=_reason(look),
        is_contact=look.action is Action.TIP_CONTACT_OPENED,
        href=url_for("tips.show", tip_id=look.tip.id) if look.tip else "",
    )


def _at_what(look: Look) -> Iterator[str]:
    if look.action is Action.REGISTER_EXPORTED:
        days, _, count = (look.reason or "").partition(": ")
        yield _period(days)
        yield ngettext("%(num)s tin", "%(num)s tin", int(count))
        return
    yield number_label(look.number) if look.tip else gettext("tin đã hết hạn lưu")
    if look.tip and look.tip.unit_id != current_officer.place_id:
        yield look.tip.unit.unit_title


def _period(days: str) -> str:
    """The period of a register as its entry in the log has it: 2026-01-01..2026-01-31."""
    first, last = (full_day(date.fromisoformat(day)) for day in days.split(".."))
    return str(gettext("sổ từ %(first)s tới %(last)s", first=first, last=last))


def _what(action: Action) -> str:
    names: dict[Action, str] = {
        Action.TIP_READ: gettext("Đọc tin"),
        Action.TIP_OPENED_FROM_ABOVE: gettext("Ghi lý do mở tin đơn vị dưới"),
        Action.TIP_CONTACT_OPENED: gettext("Mở liên lạc người báo"),
        Action.TIP_PHOTO_SEEN: gettext("Xem ảnh"),
        Action.TIP_LINKS_READ: gettext("Xem các tin liên quan"),
        Action.TIP_ASKED_ELSEWHERE: gettext("Dò nơi khác có tin liên quan không"),
        Action.PAPER_READ: gettext("Tải giấy tờ"),
        Action.TIP_IN_CASE_FILE: gettext("Đưa vào hồ sơ vụ"),
        Action.TIP_IN_REGISTER: gettext("Xuất cùng sổ tiếp nhận"),
        Action.REGISTER_EXPORTED: gettext("Xuất sổ tiếp nhận"),
    }
    return str(names[action])


def _reason(look: Look) -> str:
    if look.action in _WITHOUT_REASON:
        return ""
    if look.reason is None:
        return str(gettext("không đọc được nữa, khóa niêm phong đã mất"))
    if look.action is Action.TIP_IN_REGISTER:
        return _period(look.reason)
    lifted: dict[str, str] = {
        Lifted.APPEALED: gettext("người báo xin cấp trên xem lại"),
        Lifted.UNOPENED: gettext("để lâu chưa ai mở"),
        Lifted.ONE_PERSON_ONLY: gettext("mới một người kết thúc"),
    }
    return str(lifted.get(look.reason, look.reason))

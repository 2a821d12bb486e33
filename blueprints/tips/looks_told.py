"""Looks at tips in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from domain.audit.models import Action
from domain.tips.lifted import Lifted
from domain.tips.looks import Look
from domain.tips.rules import number_label
from web.authz import current_officer
from web.filters import moment


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
    number = number_label(look.number) if look.tip else gettext("tin đã hết hạn lưu")
    if look.tip and look.tip.unit_id != current_officer.place_id:
        number = f"{number} · {look.tip.unit.unit_title}"
    return Line(
        who=look.officer.name if look.officer else gettext("Người không còn trong danh sách"),
        told=f"{_what(look.action)} · {number} · {moment(look.at)}",
        reason=_reason(look),
        is_contact=look.action is Action.TIP_CONTACT_OPENED,
        href=url_for("tips.show", tip_id=look.tip.id) if look.tip else "",
    )


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
    }
    return str(names[action])


def _reason(look: Look) -> str:
    if look.action in {Action.PAPER_READ, Action.TIP_ASKED_ELSEWHERE}:
        return ""
    lifted: dict[str, str] = {
        Lifted.APPEALED: gettext("người báo xin cấp trên xem lại"),
        Lifted.UNOPENED: gettext("để lâu chưa ai mở"),
        Lifted.ONE_PERSON_ONLY: gettext("mới một người kết thúc"),
    }
    return str(lifted.get(look.reason, look.reason))

"""What a notice says when it is shown, and where it leads. No number, place or content."""

from flask import url_for
from flask_babel import gettext as _

from domain.clock import LOCAL_TIME
from domain.notices.models import Notice, NoticeKind
from domain.notices.services import UNTIMED
from web.filters import day, moment

_HOT = {NoticeKind.URGENT, NoticeKind.OVERDUE, NoticeKind.NUDGED}


def told(notice: Notice) -> tuple[str, str, str]:
    """The words, the address and the tone of a notice."""
    words = {
        NoticeKind.URGENT: _("Có tin gấp chưa ai mở"),
        NoticeKind.UNOPENED: _("Có tin lâu chưa ai mở"),
        NoticeKind.DUE: _("Có tin còn chưa tới một ngày là hết hạn"),
        NoticeKind.OVERDUE: _("Có tin quá hạn"),
        NoticeKind.ASSIGNED: _("Có tin giao cho bạn"),
        NoticeKind.TRANSFERRED: _("Có tin chuyển tới đơn vị"),
        NoticeKind.WRITTEN: _("Người báo viết thêm"),
        NoticeKind.APPEALED: _("Người báo đề nghị cấp trên xem lại"),
        NoticeKind.TO_CHECK: _("Có tin đóng chờ người thứ hai xem"),
        NoticeKind.LATE_NEWS: _("Trễ hẹn trả lời người báo"),
        NoticeKind.FLOOD: _("Trong một giờ có nhiều tin bị để riêng"),
        NoticeKind.NUDGED: _("Cấp trên nhắc: có tin trễ hạn"),
        NoticeKind.TAKEN_UP: _("Cấp trên rút một tin của đơn vị lên"),
    }
    if notice.kind is NoticeKind.FLOOD:
        address = url_for("tips.inbox", tray="quarantine")
    elif notice.kind is NoticeKind.NUDGED:
        address = url_for("tips.inbox")
    else:
        address = url_for("tips.show", tip_id=notice.subject)
    return words[notice.kind], address, "hot" if notice.kind in _HOT else "warn"


def when(notice: Notice) -> str:
    """The minute it was told; only the half-day of what somebody outside did."""
    if notice.kind not in UNTIMED:
        return moment(notice.at)
    is_morning = notice.at.astimezone(LOCAL_TIME).hour < 12
    if is_morning:
        return str(_("sáng %(day)s", day=day(notice.at)))
    return str(_("chiều %(day)s", day=day(notice.at)))

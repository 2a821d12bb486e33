"""What is left until a limit, in the words of a chip."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext, ngettext

from domain.tips import clocks
from domain.tips.clocks import Left, Nearness, OpenWithin
from domain.tips.models import Tip
from web.authz import current_officer
from web.context import now, ring, settings

_TONES = {Nearness.OK: "", Nearness.SOON: "warn", Nearness.TODAY: "hot", Nearness.OVER: "over"}
_DAYS_FROM = timedelta(hours=24)
"""From here on days say it as well as hours."""


@dataclass(frozen=True, slots=True)
class ClockChip:
    """A chip: how near (`due` of the components) or its tone (`chip`), and its words."""

    nearness: str
    tone: str
    text: str


def clock_of(tip: Tip) -> ClockChip | None:
    """The chip of a tip's nearest limit; none while it has no limit."""
    is_own = tip.unit_id == current_officer.place_id
    left = clocks.of_tip(ring(), tip, now=now(), within=open_within(), is_own=is_own)
    return chip_of(left) if left is not None else None


def open_within() -> OpenWithin:
    """How soon a tip has to be opened, as the settings say."""
    return OpenWithin(
        hours=settings()["unread_alert_hours"], urgent_minutes=settings()["urgent_open_minutes"]
    )


def chip_of(left: Left) -> ClockChip:
    """ "Còn 5 giờ", "Còn 2 ngày", "Quá 6 giờ"."""
    is_over = left.nearness is Nearness.OVER
    return ClockChip(
        nearness=left.nearness.value,
        tone=_TONES[left.nearness],
        text=_over(left.time) if is_over else _to_go(left.time),
    )


def _to_go(time: timedelta) -> str:
    days, hours, minutes = _whole(time)
    if time >= _DAYS_FROM:
        return str(ngettext("Còn %(num)s ngày", "Còn %(num)s ngày", days))
    if hours:
        return str(ngettext("Còn %(num)s giờ", "Còn %(num)s giờ", hours))
    if minutes:
        return str(ngettext("Còn %(num)s phút", "Còn %(num)s phút", minutes))
    return str(gettext("Tới hạn"))


def _over(time: timedelta) -> str:
    days, hours, minutes = _whole(time)
    if time >= _DAYS_FROM:
        return str(ngettext("Quá %(num)s ngày", "Quá %(num)s ngày", days))
    if hours:
        return str(ngettext("Quá %(num)s giờ", "Quá %(num)s giờ", hours))
    return str(ngettext("Quá %(num)s phút", "Quá %(num)s phút", max(1, minutes)))


def _whole(time: timedelta) -> tuple[int, int, int]:
    minutes = time // timedelta(minutes=1)
    return time.days, minutes // 60, minutes


def off_words(skew: int) -> str:
    """How far a phone's clock was off; `skew` in seconds, above nought when it was ahead."""
    off = timedelta(seconds=abs(skew))
    hours, minutes = off // timedelta(hours=1), off // timedelta(minutes=1)
    if off.days >= 2:
        far = ngettext("%(num)s ngày", "%(num)s ngày", off.days)
    elif hours >= 2:
        far = ngettext("%(num)s giờ", "%(num)s giờ", hours)
    else:
        far = ngettext("%(num)s phút", "%(num)s phút", minutes)
    if skew > 0:
        words = gettext("Đồng hồ máy ghi chạy trước %(far)s; giờ ghi vào là của máy chủ.", far=far)
    else:
        words = gettext("Đồng hồ máy ghi chạy chậm %(far)s; giờ ghi vào là của máy chủ.", far=far)
    return str(words)

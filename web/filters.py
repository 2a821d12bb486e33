"""Jinja filters for dates, money and counts; small and pure."""

from datetime import date, datetime, time

from flask import Flask
from flask_babel import format_decimal, gettext

from domain.clock import LOCAL_TIME
from web.language import is_english

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def day(value: date | datetime) -> str:
    """05/6 (this is how units write it: no zero before a month); English 5 Jun."""
    local = _local_date(value)
    return f"{local.day} {local:%b}" if is_english() else f"{local:%d}/{local.month}"


def week_day(value: date | datetime) -> str:
    """thứ Tư 05/6, for days of which the year is plain; English Wed 5 Jun."""
    local = _local_date(value)
    name = f"{local:%a}" if is_english() else _WEEKDAYS[local.weekday()]
    return f"{name} {day(local)}"


def long_day(value: date | datetime) -> str:
    """thứ Tư 05/6/2024; English Wed 5 Jun 2024."""
    local = _local_date(value)
    if is_english():
        return f"{local:%a} {local.day} {local:%b %Y}"
    return f"{_WEEKDAYS[local.weekday()]} {local:%d}/{local.month}/{local.year}"


def full_day(value: date | datetime) -> str:
    """05/6/2024; English 5 Jun 2024."""
    local = _local_date(value)
    if is_english():
        return f"{local.day} {local:%b %Y}"
    return f"{local:%d}/{local.month}/{local.year}"


def clock(value: datetime | time) -> str:
    """14:42, local."""
    return f"{value.astimezone(LOCAL_TIME) if isinstance(value, datetime) else value:%H:%M}"


def spoken_clock(value: datetime | time) -> str:
    """14 giờ 42, for people; English 14:42."""
    local = value.astimezone(LOCAL_TIME) if isinstance(value, datetime) else value
    if is_english():
        return f"{local:%H:%M}"
    return f"{local.hour} giờ {local.minute:02d}" if local.minute else f"{local.hour} giờ"


def moment(value: datetime) -> str:
    """14:42, 04/6/2024."""
    return f"{clock(value)}, {full_day(value)}"


def dong(value: int) -> str:
    """45.000.000 đồng."""
    return str(gettext("%(amount)s đồng", amount=format_decimal(value)))


def whole(value: int) -> str:
    """1.104; English 1,104."""
    if 0 <= value < 1_000:
        return str(value)  # Alike in both, and Babel takes its time.
    return str(format_decimal(value))


FEWEST_TOLD = 5


def few(value: int) -> str:
    """`whole`, or "dưới 5": who stood at a board on a quiet day must not be told by its figures."""
    return whole(value) if value >= FEWEST_TOLD else str(gettext("dưới %(most)s", most=FEWEST_TOLD))


def phone_groups(value: str) -> str:
    """0912 345 678: digits in groups of 4-3-3 as people read them."""
    digits = value.replace(" ", "")
    if len(digits) == 10:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if len(digits) == 11:
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return value


def _local_date(value: date | datetime) -> date:
    return value.astimezone(LOCAL_TIME).date() if isinstance(value, datetime) else value


def init_app(app: Flask) -> None:
    """Register the filters under their own names."""
    for filter_ in (
        day,
        week_day,
        long_day,
        full_day,
        clock,
        spoken_clock,
        moment,
        dong,
        whole,
        few,
        phone_groups,
    ):
        app.add_template_filter(filter_)

"""When it happened, when money was sent, as people say it; and the half-day that may be told."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.clock import LOCAL_TIME
from domain.tips.models import HalfDay

URGENT_WITHIN = timedelta(hours=24)
_AHEAD = timedelta(hours=24)
"""A phone's clock may be wrong by some hours; a time further ahead is not believed."""
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Told:
    """What was said about a time; `at` or `day` when it could be understood."""

    text: str = ""
    day: date | None = None
    at: datetime | None = None

    @property
    def is_odd(self) -> bool:
        """Something was written that is not understood: it is kept as typed."""
        return bool(self.text) and self.day is None and self.text not in {"week", "older"}


def read_day(text: str, now: datetime) -> Told:
    """`YYYY-MM-DD`, `today`, `yesterday`, `week` or `older`; a day to come is not understood."""
    today = now.astimezone(LOCAL_TIME).date()
    near = {"today": today, "yesterday": today - timedelta(days=1)}
    if text in near:
        return Told(text, near[text])
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        day = None
    return Told(text, day if day and day <= today else None)


def read_moment(text: str, now: datetime) -> Told:
    """`30m`, `2h`, `today`, `yesterday`, `older` or `YYYY-MM-DDTHH:MM` in Vietnam.

    A word is taken for the middle of what it covers: `yesterday` is noon of the day before.
    """
    if not text:
        return Told()
    local = now.astimezone(LOCAL_TIME)
    noon_before = datetime.combine(local.date() - timedelta(days=1), _NOON, LOCAL_TIME)
    near = {
        "30m": now - timedelta(minutes=15),
        "2h": now - timedelta(hours=1),
        "today": now - timedelta(hours=3),
        "yesterday": noon_before.astimezone(UTC),
    }
    at = near.get(text) or _exact(text)
    if at is None or at > now + _AHEAD:
        return Told(text)
    return Told(text, at.astimezone(LOCAL_TIME).date(), at)


def _exact(text: str) -> datetime | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?", text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=LOCAL_TIME).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_urgent(money_sent: Told, now: datetime) -> bool:
    """Money left less than 24 hours before: a bank may still hold it."""
    return money_sent.at is not None and now - money_sent.at < URGENT_WITHIN


def half_of(now: datetime) -> HalfDay:
    """Morning or afternoon in Vietnam."""
    return HalfDay.MORNING if now.astimezone(LOCAL_TIME).hour < _NOON.hour else HalfDay.AFTERNOON


def start_of_half(day: date, half: HalfDay) -> datetime:
    """The instant that stands for a half-day wherever an instant is needed."""
    begins = time(0) if half is HalfDay.MORNING else _NOON
    return datetime.combine(day, begins, LOCAL_TIME).astimezone(UTC)

"""The clock on the wall in Vietnam; the database keeps UTC."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """The date on the wall at an instant."""
    return at.astimezone(LOCAL_TIME).date()


def instant(day: date, clock: time | None) -> datetime:
    """The instant of a local date and time of day; midnight when the time is not known."""
    return datetime.combine(day, clock or time(), tzinfo=LOCAL_TIME)


def days_late(entered_at: datetime, day: date) -> int:
    """How many days after it happened a record was entered; 0 when that is less than two."""
    late = (local_day(entered_at) - day).days
    return late if late >= 2 else 0

"""The clock on the wall in Vietnam; the database keeps UTC."""

from datetime import UTC, date, datetime, time, timedelta
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


def half_day_start(at: datetime) -> datetime:
    """When the half-day of an instant began: all that may be noted of when somebody wrote."""
    clock = time(12) if at.astimezone(LOCAL_TIME).hour >= 12 else time()
    return instant(local_day(at), clock).astimezone(UTC)


def next_hour(at: datetime) -> datetime:
    """The whole hour that comes next; what one hour brought goes out together, minute untold."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)

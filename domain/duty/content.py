"""What a duty shift says, and what may be wrong with it. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.clock import instant, local_day
from domain.dialled import digits
from domain.duty.models import DutyShift
from domain.errors import BadInput

LONGEST = timedelta(days=7)
FURTHEST = timedelta(days=366)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftContent:
    """One shift as it is typed: who, from when to when, and the phone that rings meanwhile."""

    officer_id: UUID
    phone: str
    starts_at: datetime
    ends_at: datetime


def content_of(shift: DutyShift) -> ShiftContent:
    """What the roster says of a shift now."""
    return ShiftContent(
        officer_id=shift.officer_id,
        phone=shift.phone,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
    )


def dialable(text: str) -> str:
    """The phone as digits; as typed when it is none, for the person to mend."""
    try:
        return digits(text)
    except ValueError:
        return text


def problems(
    content: ShiftContent, *, people: Collection[UUID], now: datetime
) -> Iterator[BadInput]:
    """What is wrong, each with its box. `people`: who may be on duty in the unit."""
    if content.officer_id not in people:
        yield BadInput("officer", "Chọn người trực trong đơn vị.")
    if not _rings(content.phone):
        yield BadInput("phone", "Ghi số điện thoại trực, chỉ gồm chữ số, ví dụ 0277 3821 111.")
    if content.ends_at <= content.starts_at:
        yield BadInput("until_clock", "Giờ hết ca phải sau giờ bắt đầu.")
    elif content.ends_at - content.starts_at > LONGEST:
        yield BadInput("until_day", "Một ca dài nhất 7 ngày. Chia ra nhiều ca.")
    elif content.ends_at <= now:
        yield BadInput("until_day", "Ca này đã qua rồi. Coi lại ngày.")
    if content.starts_at > now + FURTHEST:
        yield BadInput("from_day", "Ngày này còn hơn một năm nữa. Coi lại ngày.")


def _rings(phone: str) -> bool:
    try:
        return bool(digits(phone))
    except ValueError:
        return False


def monday_of(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def week_bounds(monday: date) -> tuple[datetime, datetime]:
    """When a week begins, and when the next one does."""
    return instant(monday, None), instant(monday + WEEK, None)


def later_by_weeks(at: datetime, weeks: int) -> datetime:
    """The same time on the wall some weeks on."""
    return at + weeks * WEEK  # Viet Nam has no summer time: a week is always 168 hours.


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which nobody is on duty."""

    starts_at: datetime
    ends_at: datetime


def gaps(shifts: Collection[DutyShift], start: datetime, end: datetime) -> list[Gap]:
    """When nobody is on duty between two instants, in order."""
    found, free_from = [], start
    for shift in sorted(shifts, key=lambda one: one.starts_at):
        if shift.starts_at > free_from:
            found.append(Gap(free_from, min(shift.starts_at, end)))
        free_from = max(free_from, shift.ends_at)
        if free_from >= end:
            break
    if free_from < end:
        found.append(Gap(free_from, end))
    return [gap for gap in found if gap.ends_at > gap.starts_at]


def overlapping(shifts: Collection[DutyShift]) -> set[UUID]:
    """The shifts that share some time with another: allowed, but said."""
    found: set[UUID] = set()
    latest: DutyShift | None = None
    for shift in sorted(shifts, key=lambda one: one.starts_at):
        if latest is not None and shift.starts_at < latest.ends_at:
            found |= {latest.id, shift.id}
        if latest is None or shift.ends_at > latest.ends_at:
            latest = shift
    return found


def next_shift_times(last_end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """What a new shift begins with: a day from where the roster ends, or from seven today."""
    today = instant(local_day(now), None) + timedelta(hours=7)
    start = max(last_end, today) if last_end else today
    return start, start + timedelta(days=1)

"""A week of the roster as the page shows it: shifts and gaps, in order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.clock import local_day
from domain.duty import content as rules
from domain.duty.content import WEEK
from domain.duty.models import DutyShift


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A shift, or a time in which nobody is on duty."""

    starts_at: datetime
    ends_at: datetime
    shift: DutyShift | None = None
    is_now: bool = False
    is_doubled: bool = False
    is_unseen: bool = False
    """People are not told its number: nobody said that it was dialled."""
    asks: bool = False
    """The first of the week with that number."""

    @property
    def nights(self) -> int:
        """How many midnights lie in between."""
        return (local_day(self.ends_at) - local_day(self.starts_at)).days


class Week:
    """The rows of a week, and the Mondays beside it."""

    def __init__(
        self,
        monday: date,
        shifts: Sequence[DutyShift],
        now: datetime,
        unseen: Collection[UUID] = (),
    ) -> None:
        self.monday, self.sunday = monday, monday + WEEK - (WEEK / 7)
        self.before, self.after = monday - WEEK, monday + WEEK
        self.is_this = monday == self.of(now)
        self.is_over = self.after <= local_day(now)
        start, end = rules.week_bounds(monday)
        doubled = rules.overlapping(shifts)
        asking = {one.phone: one.id for one in reversed(shifts) if one.id in unseen}
        rows = [
            Row(
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                shift=shift,
                is_now=shift.starts_at <= now < shift.ends_at,
                is_doubled=shift.id in doubled,
                is_unseen=shift.id in unseen,
                asks=asking.get(shift.phone) == shift.id,
            )
            for shift in shifts
        ]
        # A gap that has passed helps nobody any more.
        ahead = rules.gaps(shifts, max(start, now), end) if shifts and end > now else []
        rows += [Row(starts_at=gap.starts_at, ends_at=gap.ends_at) for gap in ahead]
        self.rows = sorted(rows, key=lambda row: row.starts_at)

    @staticmethod
    def of(at: datetime) -> date:
        """The Monday of the week of an instant."""
        return rules.monday_of(local_day(at))

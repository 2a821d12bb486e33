"""In which order the rows of a tray stand, and where its next page begins."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, tuple_

from domain.errors import NotFound
from domain.tips.models import Tip

_MOST_DIGITS = 9
"""Of a tip's number: more fit into no column."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_PLACE = (Tip.received_on, Tip.number, Tip.id)


class Order(StrEnum):
    """What stands in front."""

    LIMIT = "limit"
    """Urgent ones, then the nearest limit of law; what has none comes last, the newest first."""
    OLDEST = "oldest"
    """The nearest limit where nobody has opened a tip: who waits longest has the least left."""
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last tip that was shown; the next page begins below it."""

    received_on: date
    number: int
    tip_id: UUID
    is_urgent: bool = False
    due_at: datetime | None = None

    @classmethod
    def at(cls, tip: Tip) -> "Cursor":
        """The place of a tip in any order."""
        return cls(tip.received_on, tip.number, tip.id, tip.is_urgent, tip.due_at)

    def __str__(self) -> str:
        """How it travels in an address."""
        due = "" if self.due_at is None else str((self.due_at - _EPOCH) // _TICK)
        place = f"{self.received_on:%Y%m%d}-{self.number}-{self.tip_id.hex}"
        return f"{place}-{int(self.is_urgent)}-{due}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """The reverse of `str()`; nothing for an empty text. Raises `NotFound` for nonsense."""
        if not text:
            return None
        try:
            day, number, tip_id, urgent, due = text.split("-")
            if len(number) > _MOST_DIGITS or urgent not in {"0", "1"}:
                raise NotFound
            at = _EPOCH + int(due) * _TICK if due else None
            where = date.fromisoformat(day), int(number), UUID(hex=tip_id)
            return cls(*where, urgent == "1", at)
        except (ValueError, OverflowError):
            raise NotFound from None


def sorting(order: Order) -> list[Any]:
    """What a statement is ordered by."""
    if order is Order.OLDEST:
        return [column.asc() for column in _PLACE]
    newest = [column.desc() for column in _PLACE]
    if order is Order.NEWEST:
        return newest
    return [Tip.is_urgent.desc(), Tip.due_at.is_(None), Tip.due_at, *newest]


def behind(cursor: Cursor, order: Order) -> ColumnElement[bool]:
    """What comes after the tip that was shown last."""
    place, shown = tuple_(*_PLACE), (cursor.received_on, cursor.number, cursor.tip_id)
    if order is Order.OLDEST:
        return place > shown
    if order is Order.NEWEST:
        return place < shown
    if cursor.due_at is None:
        later = and_(Tip.due_at.is_(None), place < shown)
    else:
        same = and_(Tip.due_at == cursor.due_at, place < shown)
        later = or_(Tip.due_at.is_(None), Tip.due_at > cursor.due_at, same)
    less_urgent = Tip.is_urgent.is_(False) if cursor.is_urgent else false()
    return or_(less_urgent, and_(Tip.is_urgent.is_(cursor.is_urgent), later))

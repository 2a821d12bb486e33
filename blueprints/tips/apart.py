"""The tray of what waits apart, in words: groups of tips that say much the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext, ngettext

from blueprints.tips.rows import Rows
from domain.tips import grouping
from domain.tips.grouping import TAKEN_BACK_WITHIN, Group
from domain.tips.models import Tip
from web.authz import officer
from web.context import ring, session, today, tree_day

MOST_SHOWN = 20
"""Groups with a line of their own; those behind them, nearly all of one tip, share the last."""


@dataclass(frozen=True, slots=True)
class Line:
    """A group as a line."""

    group: Group
    title: str
    hint: str
    is_rest: bool = False

    @property
    def count(self) -> int:
        """How many tips it stands for."""
        return len(self.group.tips)


@dataclass(frozen=True, slots=True)
class Day:
    """What was cleared on one day."""

    cleared_on: date
    lines: Sequence[Line]
    to_check: str
    """The tips for which the reader can be the second person, as one value of a form."""
    to_check_count: int

    @property
    def until(self) -> date:
        """The last day on which any of it can be taken back."""
        return self.cleared_on + TAKEN_BACK_WITHIN


class ApartTray:
    """What waits, and what was cleared within the last week."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        waiting = grouping.waiting(session(), ring(), officer(), tree_day())
        self.count = sum(len(group.tips) for group in waiting)
        self.all = Group([tip for group in waiting for tip in group.tips])
        self.groups = len(waiting)
        self.lines = self._lines(waiting)
        self.days = [self._day(*one) for one in self._cleared().items()]

    def _cleared(self) -> dict[date, list[Group]]:
        return grouping.cleared(session(), ring(), officer(), tree_day(), today=today())

    def _day(self, cleared_on: date, groups: Sequence[Group]) -> Day:
        tips: list[Tip] = [tip for group in groups for tip in group.to_check(officer())]
        return Day(cleared_on, self._lines(groups), Group(tips).ids, len(tips))

    def _lines(self, groups: Sequence[Group]) -> list[Line]:
        shown = [self._line(group) for group in groups[:MOST_SHOWN]]
        rest = [tip for group in groups[MOST_SHOWN:] for tip in group.tips]
        if rest:
            count = ngettext("%(num)s tin lẻ khác", "%(num)s tin lẻ khác", len(rest))
            shown.append(Line(Group(rest), str(count), "", is_rest=True))
        return shown

    def _line(self, group: Group) -> Line:
        tip, count = group.newest, len(group.tips)
        title = str(self._rows.words.category(tip.category))
        if count > 1:
            alike = ngettext("%(num)s tin giống nhau", "%(num)s tin giống nhau", count)
            title = f"{alike} · {title}"
        why = self._rows.why_apart(tip)
        written = (
            gettext("Có lời nhắn mới") if any(one.has_new_message for one in group.tips) else ""
        )
        parts = [self._rows.line(tip), why, written]
        return Line(group, title, " · ".join(part for part in parts if part))

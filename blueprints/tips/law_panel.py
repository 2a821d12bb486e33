"""The part of a tip's page that says what it is in law, and by when what has to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext

from blueprints.tips import law_forms
from blueprints.tips.law_forms import ClassForm, LongerForm
from blueprints.tips.words import Words
from domain.tips import classifying, clocks, deadlines, limit_rules
from domain.tips.models import Classification, Tip
from domain.tips.work_models import TipDeadline
from domain.working_days.counting import Unit
from web.clock_words import ClockChip, chip_of
from web.context import now, session
from web.filters import day, full_day, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitRow:
    """One limit as the page tells it."""

    rule: str
    name: str
    ends: str
    note: str
    changed: str
    """What the list says today, when that is something else."""
    chip: ClockChip | None
    """None once it is met."""
    meet: str
    """What the button says that notes it as done; "" where none stands."""


class Law:
    """Classification and limits of one tip."""

    def __init__(self, tip: Tip, names: Words, *, handles: bool) -> None:
        self.tip, self.names = tip, names
        self.handles = handles and not tip.is_quarantined

    @property
    def may_classify(self) -> bool:
        """Whether this officer may say what the tip is."""
        return self.handles and classifying.may_classify(self.tip)

    @property
    def is_raw(self) -> bool:
        """Whether nobody has classified it."""
        return self.tip.classification is Classification.RAW

    @property
    def told(self) -> str:
        """What the tip is, in words."""
        return law_forms.classifications()[self.tip.classification]

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return self.may_classify or not self.is_raw

    @cached_property
    def longer(self) -> str:
        """The rule that may take the place of the time to resolve; "" when none may."""
        return deadlines.longer(session(), self.tip) if self.handles else ""

    def longer_name(self) -> str:
        """What that rule is called."""
        return self.names.limit(self.longer)

    def limits(self) -> Iterable[LimitRow]:
        """Every limit, the one due first in front; those that no longer ask for anything are
        left out."""
        rows = deadlines.of_tip(session(), self.tip)
        if not rows:
            return
        changed = deadlines.changed_since(session(), self.tip, now())
        for row in rows:
            if row.met_at is None and not limit_rules.still_counts(row.rule, self.tip.state):
                continue
            rule = changed.get(row.id)
            yield self._row(row, law_forms.limit(rule.limit.value, rule.limit.unit) if rule else "")

    def _row(self, row: TipDeadline, changed: str) -> LimitRow:
        return LimitRow(
            rule=row.rule,
            name=self.names.limit(row.rule),
            ends=_ends(row),
            note=" · ".join(_told(row)),
            changed=changed,
            chip=None if row.met_at else chip_of(clocks.left(row.due_at, now())),
            meet=_meet(row) if self.handles else "",
        )

    def forms(self) -> dict[str, Any]:
        """The forms, empty."""
        return {"class_form": ClassForm().offer(self.tip), "longer_form": LongerForm()}


def _meet(row: TipDeadline) -> str:
    if row.met_at is not None or row.rule not in limit_rules.BY_HAND:
        return ""
    if row.rule == limit_rules.URGENT:
        return str(gettext("Đã báo, hoặc việc không phải báo ngay"))
    return str(gettext("Đã thông báo cách khác"))


def _ends(row: TipDeadline) -> str:
    if row.met_at is not None:
        return str(gettext("Xong %(moment)s", moment=moment(row.met_at)))
    if row.unit in {Unit.HOURS, Unit.IMMEDIATELY}:
        return str(gettext("Hạn %(moment)s", moment=moment(row.due_at)))
    return str(gettext("Hạn hết ngày %(day)s", day=full_day(row.due_at)))


def _told(row: TipDeadline) -> Iterable[str]:
    if row.unit == Unit.IMMEDIATELY:
        yield str(gettext("Làm ngay từ lúc mở tin"))
    else:
        counted = law_forms.limit(row.value, Unit(row.unit))
        yield str(gettext("%(limit)s từ %(day)s", limit=counted, day=day(row.counted_from)))
    if row.legal_basis:
        yield row.legal_basis

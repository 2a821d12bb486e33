"""The limits of law of a tip: begun when it is classified, met, made longer, counted again.

Each keeps a copy of the rule it was begun by, so that a rule changed later leaves it alone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import instant, local_day
from domain.errors import BadInput
from domain.text import clean
from domain.tips import limit_rules
from domain.tips.acting import Acting
from domain.tips.limit_rules import (
    EXTENSION,
    LONGER,
    NOTICE_RESULT,
    RESOLVING,
    Rule,
)
from domain.tips.models import OPEN_STATES, Classification, StepKind, Tip, TipState
from domain.tips.rules import problems_of_why
from domain.tips.work_models import TipDeadline
from domain.working_days import counting
from domain.working_days.counting import Limit, Unit
from domain.working_days.services import calendar

OF_LAW = frozenset({Classification.DENUNCIATION, Classification.CRIME_REPORT})
"""Only what has signs of crime has limits of law."""


def of_tip(db: Session, tip: Tip) -> Sequence[TipDeadline]:
    """Every limit of a tip, the one due first in front."""
    query = select(TipDeadline).where(TipDeadline.tip_id == tip.id)
    return db.scalars(query.order_by(TipDeadline.due_at, TipDeadline.rule)).all()


def opened(db: Session, *, acting: Acting, tip: Tip) -> None:
    """Begin what an urgent tip asks for from the moment somebody in the unit has opened it."""
    codes = limit_rules.at_once(tip.unit, is_urgent=tip.is_urgent)
    if not codes:
        return
    begun = {row.rule for row in of_tip(db, tip)}
    missing = [code for code in codes if code not in begun]
    _begin(db, tip, missing, since=acting.now, on=local_day(acting.now))
    _show_nearest(db, tip)


def start(db: Session, *, acting: Acting, tip: Tip) -> None:
    """Begin what a tip of law has to meet, or drop what another kind of tip need not.

    Counted from the police's receipt, by the rules of that day in the tip's unit. Limits that
    were begun before stay as they are; a limit that the list no longer has is not begun.
    """
    if tip.classification not in OF_LAW:
        _drop_unmet(db, tip)
        return
    tip.accepted_at = tip.accepted_at or acting.now
    begun = {row.rule for row in of_tip(db, tip)}
    if not begun.isdisjoint(RESOLVING):
        begun.update(RESOLVING)
    missing = [rule for rule in limit_rules.starting_at(tip.unit) if rule not in begun]
    _begin(db, tip, missing, since=tip.accepted_at, on=local_day(tip.accepted_at))
    _show_nearest(db, tip)


def meet(db: Session, *, acting: Acting, tip: Tip, rule: str) -> None:
    """Note that what a limit asks for was done now; nothing when the tip has no such limit."""
    for row in of_tip(db, tip):
        if row.rule == rule and row.met_at is None:
            row.met_at, row.met_by_id = acting.now, acting.by.id
    _show_nearest(db, tip)


def meet_by_hand(db: Session, *, acting: Acting, tip: Tip, rule: str) -> None:
    """The same where an officer says so, which is written down."""
    if any(row.rule == rule and row.met_at is None for row in of_tip(db, tip)):
        meet(db, acting=acting, tip=tip, rule=rule)
        acting.audit(db, Action.TIP_LIMIT_MET, tip, rule)
        acting.step(db, StepKind.LIMIT_MET, tip, rule)


def resolved(db: Session, *, acting: Acting, tip: Tip) -> None:
    """The tip came to an end: its resolution is met, and the notice of the result begins.

    An end that resolves nothing (spam, duplicate, not enough) leaves nothing to meet.
    """
    if tip.state is TipState.RESOLVED and tip.classification in OF_LAW:
        rows = {row.rule: row for row in of_tip(db, tip)}
        for rule in RESOLVING:
            if rule in rows and rows[rule].met_at is None:
                rows[rule].met_at, rows[rule].met_by_id = acting.now, acting.by.id
        if NOTICE_RESULT not in rows:
            _begin(db, tip, [NOTICE_RESULT], since=acting.now, on=local_day(acting.now))
    _show_nearest(db, tip)


def reopened(db: Session, *, acting: Acting, tip: Tip) -> None:
    """The tip is open again: its resolution is to be met as before, and there will be another
    result to tell of."""
    del acting  # Reopening is written down by whoever reopens; nothing here was done by hand.
    for row in of_tip(db, tip):
        if row.rule in RESOLVING:
            row.met_at = row.met_by_id = None
        elif row.rule == NOTICE_RESULT:
            db.delete(row)
    _show_nearest(db, tip)


def longer(db: Session, tip: Tip) -> str:
    """The rule that may take the place of the tip's time to resolve; "" when none may."""
    if tip.state not in {*OPEN_STATES, TipState.TRANSFERRED}:
        return ""
    unmet = [row for row in of_tip(db, tip) if row.met_at is None and row.rule in LONGER]
    if not unmet:
        return ""
    rule = LONGER[unmet[0].rule]
    rules = limit_rules.at_place(db, tip.unit, local_day(unmet[0].counted_from))
    return rule if rule in rules else ""


def problems_of_reason(reason: str) -> list[BadInput]:
    """Whoever takes longer says why."""
    return problems_of_why(reason, box="why_longer")


def extend(db: Session, *, acting: Acting, tip: Tip, rule: str, reason: str) -> bool:
    """Give the tip the longer time to be resolved that `longer` offers; False when it has it.

    Resolving a complex case counts from the receipt like the plain one; the extension counts from
    the date on which that ends, before it moves off a day off, so that both together are no more
    than four months (BLTTHS art. 147 clause 2). There is one only. Raises `BadInput`.
    """
    if not rule or longer(db, tip) != rule:
        return False
    for problem in problems_of_reason(reason):
        raise problem
    before = next(row for row in of_tip(db, tip) if LONGER.get(row.rule) == rule)
    since = _plain_end(before) if rule == EXTENSION else before.counted_from
    made = _begin(db, tip, [rule], since=since, on=local_day(before.counted_from))[0]
    db.delete(before)
    _show_nearest(db, tip)
    tip.version += 1
    told = f"{rule} {local_day(before.due_at)}>{local_day(made.due_at)}"
    acting.audit(db, Action.TIP_EXTENDED, tip, told)
    acting.step(db, StepKind.EXTENDED, tip, f"{local_day(made.due_at)}|{clean(reason)}")
    return True


def recount(db: Session, *, day: date) -> list[TipDeadline]:
    """Count anew every limit still to be met that runs over `day`, which was made a day off or a
    worked one; returns those that moved. What was met stays as it was."""
    query = select(TipDeadline).where(
        TipDeadline.met_at.is_(None),
        TipDeadline.due_at >= instant(day, None),
        TipDeadline.counted_from < instant(day + timedelta(days=1), None),
        TipDeadline.unit != Unit.IMMEDIATELY,
    )
    days, moved = calendar(db), []
    for row in db.scalars(query.order_by(TipDeadline.due_at)):
        due = counting.end_of(Limit(row.value, Unit(row.unit)), row.counted_from, days)
        if due != row.due_at:
            row.due_at = due
            moved.append(row)
    db.flush()
    for tip in db.scalars(select(Tip).where(Tip.id.in_({row.tip_id for row in moved}))):
        _show_nearest(db, tip)
    return moved


def changed_since(db: Session, tip: Tip, now: datetime) -> Mapping[UUID, Rule]:
    """Which of the tip's unmet limits the list says otherwise of today, with what it says."""
    rules = limit_rules.at_place(db, tip.unit, local_day(now))
    found = {}
    for row in of_tip(db, tip):
        rule = rules.get(row.rule)
        if (
            row.met_at is None
            and rule
            and (rule.limit.value, rule.limit.unit)
            != (
                row.value,
                row.unit,
            )
        ):
            found[row.id] = rule
    return found


def _begin(
    db: Session, tip: Tip, codes: Sequence[str], *, since: datetime, on: date
) -> list[TipDeadline]:
    """Begin limits by the rules that are in force in the tip's unit on the day."""
    rules = limit_rules.at_place(db, tip.unit, on) if codes else {}
    days = calendar(db)
    made = [
        TipDeadline(
            id=uuid4(),
            tip_id=tip.id,
            rule=rule.code,
            value=rule.limit.value,
            unit=rule.limit.unit.value,
            legal_basis=rule.basis,
            counted_from=since,
            due_at=limit_rules.ends(db, rule.limit, since, days),
        )
        for rule in (rules[code] for code in codes if code in rules)
    ]
    db.add_all(made)
    db.flush()
    return made


def _plain_end(row: TipDeadline) -> datetime:
    limit = Limit(row.value, Unit(row.unit))
    return instant(counting.plain_day(limit, local_day(row.counted_from)), None)


def _drop_unmet(db: Session, tip: Tip) -> None:
    for row in of_tip(db, tip):
        if row.met_at is None:
            db.delete(row)
    _show_nearest(db, tip)


def _show_nearest(db: Session, tip: Tip) -> None:
    """Keep the nearest limit that is still to be met on the tip itself, where rows sort by it."""
    db.flush()
    unmet = (row for row in of_tip(db, tip) if row.met_at is None)
    counting_on = (row.due_at for row in unmet if limit_rules.still_counts(row.rule, tip.state))
    tip.due_at = min(counting_on, default=None)

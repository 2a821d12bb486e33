"""What a tip is: one choice of an officer, with a reason. In law its limits follow; as a duplicate,
too little or spam it ends, by the same rules as any end."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput
from domain.text import clean
from domain.tips import deadlines, handling, lifecycle
from domain.tips.acting import Acting
from domain.tips.handling import changed, require_ready
from domain.tips.lifecycle import Move, NotPossible
from domain.tips.models import OPEN_STATES, Classification, StepKind, Tip, TipState
from domain.tips.rules import problems_of_why

CHOICES = (Classification.DENUNCIATION, Classification.CRIME_REPORT, Classification.OTHER)
ENDS = (TipState.DUPLICATE, TipState.NOT_ENOUGH, TipState.SPAM)
"""What a tip may turn out to be with which it ends; each waits for a second person."""
_BOXES = {"note": "class_reason", "duplicate_of": "same_as"}
"""The boxes of an end, as the form of classification calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an officer says a tip is, as sent: a classification, or a state of `ENDS`."""

    to: str
    reason: str
    same_as: str = ""
    """Number of the tip that a duplicate repeats, as typed."""

    @property
    def end(self) -> TipState | None:
        """The state in which the tip ends with it."""
        return TipState(self.to) if self.to in ENDS else None


def offered(tip: Tip) -> Sequence[Classification | TipState]:
    """What the tip may be said to be now."""
    return (*CHOICES, *(end for end in ENDS if lifecycle.may_follow(tip.state, end)))


def problems_of(db: Session, tip: Tip, verdict: Verdict) -> list[BadInput]:
    """What is wrong with a choice, each with its box."""
    if verdict.end is None:
        return problems(tip, verdict.to, verdict.reason)
    if tip.state is verdict.end:
        return []
    found = handling.problems_of_move(db, tip, _move(verdict, verdict.end))
    return [BadInput(_BOXES[problem.field], problem.sentence) for problem in found]


def judge(db: Session, *, acting: Acting, tip: Tip, version: int, verdict: Verdict) -> None:
    """Say what the tip is. Nothing when it stands so.

    Raises `StaleVersion`, `BadInput`, and `NotPossible` where that cannot follow.
    """
    for problem in problems_of(db, tip, verdict):
        raise problem
    end = verdict.end
    if end is None:
        to, reason = Classification(verdict.to), verdict.reason
        classify(db, acting=acting, tip=tip, version=version, to=to, reason=reason)
    elif tip.state is not end:
        move = _move(verdict, end)
        handling.set_state(db, acting=acting, tip=tip, version=version, move=move)


def _move(verdict: Verdict, end: TipState) -> Move:
    return Move(state=end, note=verdict.reason, duplicate_of=verdict.same_as)


def may_classify(tip: Tip) -> bool:
    """Whether anything may still be said of what the tip is: not once it has ended."""
    return tip.state in {*OPEN_STATES, TipState.TRANSFERRED}


def problems(tip: Tip, to: str, reason: str) -> list[BadInput]:
    """What is wrong with a classification as it was chosen, each with its box."""
    if to in CHOICES and to == tip.classification:
        return []
    found = []
    if to not in CHOICES:
        found.append(BadInput("classification", "Chọn một mục."))
    return [*found, *problems_of_why(reason, box="class_reason")]


def classify(
    db: Session, *, acting: Acting, tip: Tip, version: int, to: Classification, reason: str
) -> None:
    """Say what the tip is; said again otherwise, it is taken back. Nothing when it stands so.

    Raises `StaleVersion`, `BadInput`, and `NotPossible` once the tip has ended.
    """
    for problem in problems(tip, to, reason):
        raise problem
    if tip.classification is to:
        return
    require_ready(tip, version)
    if not may_classify(tip):
        raise NotPossible
    change = f"{tip.classification.value}>{to.value}"
    tip.classification = to
    deadlines.start(db, acting=acting, tip=tip)
    note = f"{change}|{clean(reason)}"
    changed(db, acting, tip, Action.TIP_CLASSIFIED, StepKind.CLASSIFIED, note=note, reason=change)

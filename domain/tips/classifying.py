"""What a tip is in law: an officer says so with a reason, and its limits follow."""

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput
from domain.text import clean
from domain.tips import deadlines
from domain.tips.acting import Acting
from domain.tips.handling import changed, require_ready
from domain.tips.lifecycle import NotPossible
from domain.tips.models import OPEN_STATES, Classification, StepKind, Tip, TipState
from domain.tips.rules import problems_of_why

CHOICES = (Classification.DENUNCIATION, Classification.CRIME_REPORT, Classification.OTHER)


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

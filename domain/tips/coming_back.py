"""A tip that was handed outside on paper came back: with a reason it is work again where it was."""

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput, NotFound
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.text import clean
from domain.tips import access, handling
from domain.tips.acting import Acting
from domain.tips.models import StepKind, Tip, TipState
from domain.tips.rules import problems_of_why


def may_come_back(db: Session, acting: Acting, tip: Tip) -> bool:
    """Whether the officer may note that the tip is back: somebody of the unit that handed it out,
    or above it. The caller has seen to it that the tip lies open to them."""
    if tip.is_quarantined or tip.state is not TipState.TRANSFERRED:
        return False
    return access.is_own(db, acting, tip) or access.is_below(db, acting, tip)


def problems(reason: str) -> list[BadInput]:
    """What is wrong with the reason."""
    return problems_of_why(reason, box="back_note")


def come_back(db: Session, *, acting: Acting, tip: Tip, version: int, reason: str) -> None:
    """Let a tip that went outside be work again in the unit that handed it out: an officer there
    who notes it has it from now on; noted from above it stays with whoever had it last, and the
    unit is told. Its limits ran on all the while.

    Raises `NotFound` for whoever may not, `StaleVersion` and `BadInput`.
    """
    if not may_come_back(db, acting, tip):
        raise NotFound
    handling.require_ready(tip, version)
    for problem in problems(reason):
        raise problem
    handling.begin_again(tip)
    own = access.is_own(db, acting, tip)
    if own:
        handling.give_to(tip, acting.by)
    note, state = clean(reason), tip.state.value
    handling.changed(
        db, acting, tip, Action.TIP_STATE_SET, StepKind.RETURNED, note=note, reason=state
    )
    if not own:
        kind, unit = NoticeKind.TRANSFERRED, tip.unit_id
        notices.tell_unit(db, unit_id=unit, kind=kind, subject=tip.id, now=acting.now, on=acting.on)

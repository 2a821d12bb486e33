"""What is done with tips that wait apart, many at once: cleared, taken back, looked at twice."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.tips import handling
from domain.tips.acting import Acting
from domain.tips.grouping import TAKEN_BACK_WITHIN
from domain.tips.models import EndCheck, StepKind, Tip, TipState


def clear(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Close tips as spam. They can be taken back for a week. Twice changes nothing."""
    for tip in tips:
        tip.has_new_message = False
    new = [tip for tip in tips if tip.state is not TipState.SPAM]
    handling.close_as_spam(db, acting=acting, tips=new)


def take_back(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Let cleared tips wait again, as if nobody had cleared them. Twice changes nothing."""
    oldest = local_day(acting.now) - TAKEN_BACK_WITHIN
    for tip in tips:
        if tip.state is TipState.SPAM and tip.closed_on is not None and tip.closed_on >= oldest:
            tip.state, tip.end_check = TipState.NEW, EndCheck.NOT_NEEDED
            tip.closed_by_id = tip.closed_on = None
            reason = f"undo:{tip.state.value}"
            handling.changed(db, acting, tip, Action.TIP_STATE_SET, StepKind.STATE, reason=reason)


def confirm(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Say as the second person that tips were rightly cleared; whoever cleared one changes nothing
    by it."""
    for tip in tips:
        if tip.end_check is EndCheck.PENDING and tip.closed_by_id != acting.by.id:
            tip.end_check = EndCheck.CONFIRMED
            handling.changed(db, acting, tip, Action.TIP_END_CONFIRMED, StepKind.CHECKED)

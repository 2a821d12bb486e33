"""Taking back one's own last change of a tip's state while nobody has built on it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.tips import handling, lifecycle
from domain.tips.acting import Acting
from domain.tips.models import OPEN_STATES, EndCheck, StepKind, Tip, TipState, TipStep

UNDO_FOR = timedelta(minutes=15)
_UNDONE = {StepKind.STATE, StepKind.TAKEN, StepKind.ASSIGNED}


def state_before(db: Session, acting: Acting, tip: Tip) -> TipState | None:
    """The state that undoing would bring back; None when there is nothing harmless to undo.

    Only the officer's own last change, for a quarter of an hour, and only back to work that is
    open: what took up an ended tip again is ended anew with its reason instead.
    """
    query = select(TipStep).where(TipStep.tip_id == tip.id)
    last = db.scalars(query.order_by(TipStep.at.desc(), TipStep.id).limit(2)).all()
    if not last or last[0].kind not in _UNDONE or last[0].by_id != acting.by.id:
        return None
    if acting.now - last[0].at > UNDO_FOR or tip.is_quarantined:
        return None
    before = last[1].state if len(last) > 1 else TipState.NEW
    return before if before in OPEN_STATES and before is not tip.state else None


def undo(db: Session, *, acting: Acting, tip: Tip, version: int) -> None:
    """Bring back the state before one's own last change.

    Raises `StaleVersion`, and `NotPossible` when there is nothing harmless to undo.
    """
    handling.require_ready(tip, version)
    before = state_before(db, acting, tip)
    if before is None:
        raise lifecycle.NotPossible
    undone = tip.state
    tip.state, tip.outcome, tip.duplicate_of_id = before, None, None
    tip.end_check, tip.closed_by_id, tip.closed_on = EndCheck.NOT_NEEDED, None, None
    if before is TipState.NEW:
        tip.taken_by_id = tip.taken_by = None
    if undone not in OPEN_STATES:
        tip.sealed_sentence = None
    reason = f"undo:{before.value}"
    handling.settle_limits(db, acting, tip, before=undone)
    handling.changed(db, acting, tip, Action.TIP_STATE_SET, StepKind.STATE, reason=reason)

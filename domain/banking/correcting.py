"""Correcting a logged call to a bank, or striking it out. What stood before stays on the tip."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.banking import call_history as history
from domain.banking import rules
from domain.banking.content import NewCall
from domain.banking.models import BankCall
from domain.errors import BadInput, NotFound, StaleVersion
from domain.history.rules import Fields, changes
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import money
from domain.tips.acting import Acting
from domain.tips.handling import StillApart
from domain.tips.models import StepKind, Tip

FEWEST, MOST = 3, 400


def get(db: Session, tip: Tip, call_id: UUID) -> BankCall:
    """A call of a tip that the caller may read, as it stands now. Raises `NotFound`."""
    query = select(BankCall).where(BankCall.id == call_id, BankCall.tip_id == tip.id)
    row = db.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
    if row is None:
        raise NotFound
    return row


def problems_of_reason(reason: str, field: str) -> Iterator[BadInput]:
    """What is wrong with the reason for a correction, beside its field."""
    if not FEWEST <= len(clean(reason)) <= MOST:
        yield BadInput(
            field, Sentence("Ghi lý do, từ %(few)s tới %(most)s chữ cái.", few=FEWEST, most=MOST)
        )


def correct(
    db: Session,
    *,
    acting: Acting,
    tip: Tip,
    row: BankCall,
    version: int,
    call: NewCall,
    reason: str,
) -> None:
    """Say anew what came of a call; figures count what it says now, once.

    The caller has locked the tip. The same form sent again changes nothing. Raises `BadInput`,
    `StillApart`, and `StaleVersion` when somebody corrected the call, or struck it out, meanwhile.
    """
    _require_in_inbox(tip)
    for problem in rules.problems_of_call(call, now=acting.now):
        raise problem
    changed = changes(history.said(acting.ring, tip, row), history.asked(call))
    if not changed:
        return
    for problem in problems_of_reason(reason, "reason"):
        raise problem
    if row.is_struck or version != row.version:
        raise StaleVersion
    _write(acting, tip, row, call, changed)
    _note(db, acting, tip, row, changed, reason, Action.BANK_CALL_CORRECTED)


def strike(
    db: Session, *, acting: Acting, tip: Tip, row: BankCall, version: int, reason: str
) -> None:
    """Say that a call was logged by mistake: it stays readable and counts nothing. Twice changes
    nothing.

    The caller has locked the tip. Raises `BadInput`, `StillApart`, and `StaleVersion` when
    somebody corrected the call meanwhile.
    """
    _require_in_inbox(tip)
    if row.is_struck:
        return
    for problem in problems_of_reason(reason, "strike_reason"):
        raise problem
    if version != row.version:
        raise StaleVersion
    row.is_struck = True
    changed = {history.STRUCK: [False, True]}
    _note(db, acting, tip, row, changed, reason, Action.BANK_CALL_STRUCK)


def _write(acting: Acting, tip: Tip, row: BankCall, call: NewCall, changed: Fields) -> None:
    if call.result is None or call.called_at is None:
        raise ValueError("The rules let no call without result and time pass.")
    row.bank, row.result = clean(call.bank), call.result
    row.amount_held = money.parse(call.amount_text) or 0
    if "called_at" in changed:
        row.called_at = call.called_at
    row.sealed_note = history.sealed_note(acting.ring, tip, row.id, clean(call.note))


def _note(
    db: Session,
    acting: Acting,
    tip: Tip,
    row: BankCall,
    changed: Fields,
    reason: str,
    action: Action,
) -> None:
    row.version += 1
    # The log tells that it was done; the words lie with the tip and go with it.
    acting.audit(db, action, tip, row.result.value)
    note = history.written(row, changed, clean(reason))
    acting.step(db, StepKind.BANK_CALL_CORRECTED, tip, note)
    db.flush()


def _require_in_inbox(tip: Tip) -> None:
    if tip.is_quarantined:
        raise StillApart

"""Calls to banks for one tip, and that its victim was spoken to. Notes lie under the tip's key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.banking import call_history as history
from domain.banking import rules
from domain.banking.content import NewCall
from domain.banking.models import BankCall, CallResult
from domain.clock import local_day
from domain.errors import BadInput, SameIdOtherContent
from domain.history.rules import Fields, changes
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import money, sealing, steps
from domain.tips.acting import Acting
from domain.tips.handling import StillApart
from domain.tips.models import StepKind, Tip
from domain.vault.keys import KeyRing

ALREADY_KEPT = Sentence(
    "Phiếu này đã lưu một cuộc gọi. Sửa cuộc gọi đó thì bấm vào nó trong danh sách; "
    "gọi thêm lần nữa thì bấm Lưu."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call as it is read."""

    id: UUID
    bank: str
    at: datetime
    by: str
    result: CallResult
    amount: int
    """In đồng."""
    note: str
    is_corrected: bool
    is_struck: bool


def log(db: Session, *, acting: Acting, tip: Tip, call: NewCall) -> bool:
    """Keep what came of a call; False when the same one is there already.

    Raises `BadInput`, `StillApart` and `SameIdOtherContent`. The tip's version stays: whoever has
    its page open loses nothing by a call.
    """
    earlier = db.get(BankCall, call.id)
    if earlier is not None:
        if earlier.tip_id != tip.id or _differing(db, acting.ring, tip, earlier, call):
            raise SameIdOtherContent
        return False
    if tip.is_quarantined:
        raise StillApart
    for problem in rules.problems_of_call(call, now=acting.now):
        raise problem
    if call.result is None or call.called_at is None:
        raise ValueError("The rules let no call without result and time pass.")
    made = BankCall(
        id=call.id,
        tip_id=tip.id,
        unit_id=tip.unit_id,
        bank=clean(call.bank),
        called_at=call.called_at,
        result=call.result,
        amount_held=money.parse(call.amount_text) or 0,
        sealed_note=history.sealed_note(acting.ring, tip, call.id, clean(call.note)),
        by_id=acting.by.id,
    )
    db.add(made)
    acting.audit(db, Action.BANK_CALLED, tip, made.result.value)
    acting.step(db, StepKind.BANK_CALL, tip, f"{made.bank}|{made.result.value}|{made.amount_held}")
    db.flush()
    return True


def problem_of_repeat(db: Session, ring: KeyRing, *, tip: Tip, call: NewCall) -> BadInput | None:
    """What to say, and beside which field, when a form that was kept already comes again with
    something else in it. Beside the form goes a new id: it may well tell of a second call."""
    earlier = db.get(BankCall, call.id)
    if earlier is None or earlier.tip_id != tip.id:
        return None
    field = next(iter(_differing(db, ring, tip, earlier, call)), "")
    return BadInput(field, ALREADY_KEPT) if field else None


def of_tip(db: Session, ring: KeyRing, tip: Tip) -> Sequence[Called]:
    """The calls made for a tip, the newest first, also those struck out; the caller has seen to
    it who may read. Notes stay empty where the tip's key was lost."""
    is_lost = sealing.is_lost(ring, tip)
    query = select(BankCall).where(BankCall.tip_id == tip.id)
    rows = db.scalars(query.order_by(BankCall.called_at.desc(), BankCall.id)).unique()
    return [
        Called(
            id=row.id,
            bank=row.bank,
            at=row.called_at,
            by=row.by.name,
            result=row.result,
            amount=row.amount_held,
            note="" if is_lost else history.note_of(ring, tip, row),
            is_corrected=row.version > 1,
            is_struck=row.is_struck,
        )
        for row in rows
    ]


def newest(db: Session, tip_ids: Sequence[UUID]) -> BankCall | None:
    """The last call of a group of tips that stands, without what was said: who called when, and
    what came of it. The caller has seen to it that the reader may know of the tips."""
    query = select(BankCall).where(BankCall.tip_id.in_(tip_ids), BankCall.is_struck.is_(False))
    return db.scalars(query.order_by(BankCall.called_at.desc()).limit(1)).first()


def say_spoken(db: Session, *, acting: Acting, tip: Tip, spoken: bool) -> None:
    """An officer spoke with a victim who gave a name, or takes that back. Twice changes nothing.

    Raises `StillApart`.
    """
    if tip.is_quarantined:
        raise StillApart
    if (tip.victim_spoken_on is not None) == spoken:
        return
    tip.victim_spoken_on = local_day(acting.now) if spoken else None
    word = "spoken" if spoken else "taken_back"
    acting.audit(db, Action.VICTIM_SPOKEN, tip, word)
    acting.step(db, StepKind.VICTIM_SPOKEN, tip, word)
    db.flush()


def count(db: Session, tip: Tip) -> int:
    """How many calls were made for a tip, without those struck out."""
    query = select(func.count(BankCall.id)).where(BankCall.tip_id == tip.id)
    return db.scalar(query.where(BankCall.is_struck.is_(False))) or 0


def _differing(
    db: Session, ring: KeyRing, tip: Tip, earlier: BankCall, call: NewCall
) -> Sequence[str]:
    """The fields in which the form says something else than the call that was first kept under its
    id, whatever was corrected since. Of the time only the clock: the form names no day."""
    corrections = history.by_call(steps.of_tip(db, ring, tip)).get(earlier.id, ())
    first = history.first_said(history.said(ring, tip, earlier), corrections)
    return list(changes(_clocked(first), _clocked(history.asked(call))))


def _clocked(fields: Fields) -> Fields:
    return {**fields, "called_at": (fields["called_at"] or "").partition("T")[2]}

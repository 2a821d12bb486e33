"""Calls to banks for one tip, and that its victim was spoken to. Notes lie under the tip's key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.banking import rules
from domain.banking.content import NewCall
from domain.banking.models import BankCall, CallResult
from domain.clock import local_day
from domain.errors import BadInput, SameIdOtherContent
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import money
from domain.tips.acting import Acting
from domain.tips.handling import StillApart
from domain.tips.models import StepKind, Tip
from domain.tips.sealing import tip_key
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where

ALREADY_KEPT = Sentence(
    "Phiếu này đã lưu một cuộc gọi, coi ở danh sách trên. Đây là cuộc gọi khác thì bấm Lưu lần nữa."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """One call as it is read."""

    bank: str
    at: datetime
    by: str
    result: CallResult
    amount: int
    """In đồng."""
    note: str


def log(db: Session, *, acting: Acting, tip: Tip, call: NewCall) -> bool:
    """Keep what came of a call; False when the same one is there already.

    Raises `BadInput`, `StillApart` and `SameIdOtherContent`. The tip's version stays: whoever has
    its page open loses nothing by a call.
    """
    earlier = db.get(BankCall, call.id)
    if earlier is not None:
        if earlier.tip_id != tip.id or _differing(acting.ring, tip, earlier, call):
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
        sealed_note=tip_key(acting.ring, tip).seal(_where(call.id), clean(call.note).encode()),
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
    field = next(iter(_differing(ring, tip, earlier, call)), "")
    return BadInput(field, ALREADY_KEPT) if field else None


def of_tip(db: Session, ring: KeyRing, tip: Tip) -> Sequence[Called]:
    """The calls made for a tip, the newest first; the caller has seen to it who may read."""
    query = select(BankCall).where(BankCall.tip_id == tip.id)
    rows = db.scalars(query.order_by(BankCall.called_at.desc(), BankCall.id)).unique()
    return [
        Called(
            bank=row.bank,
            at=row.called_at,
            by=row.by.name,
            result=row.result,
            amount=row.amount_held,
            note=_note(ring, tip, row),
        )
        for row in rows
    ]


def newest(db: Session, tip_ids: Sequence[UUID]) -> BankCall | None:
    """The last call of a group of tips, without what was said: who called when, and what came of
    it. The caller has seen to it that the reader may know of the tips."""
    query = select(BankCall).where(BankCall.tip_id.in_(tip_ids))
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


def _differing(ring: KeyRing, tip: Tip, earlier: BankCall, call: NewCall) -> list[str]:
    """The fields in which the form says something else than the call that was kept under its id.
    The time is not one of them: the form offers the time at which it is opened."""
    pairs = {
        "bank": (earlier.bank, clean(call.bank)),
        "result": (earlier.result, call.result),
        "amount": (earlier.amount_held, money.parse(call.amount_text) or 0),
        "note": (_note(ring, tip, earlier), clean(call.note)),
    }
    return [field for field, (was, told) in pairs.items() if was != told]


def _note(ring: KeyRing, tip: Tip, row: BankCall) -> str:
    return tip_key(ring, tip).unseal(_where(row.id), row.sealed_note).decode()


def _where(call_id: UUID) -> Where:
    return Where("bank_calls", "sealed_note", call_id)

"""What the holder of a receipt code may know: the state in fixed words, dates, the next step."""

import hmac
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.tips import codes
from domain.tips.models import (
    OPEN_STATES,
    HalfDay,
    StepKind,
    Tip,
    TipOutcome,
    TipState,
    TipStep,
)
from domain.tips.sealing import tip_key
from domain.tips.talk_models import TipClaim, TipContact
from domain.vault.keys import KeyRing


class ReceiptState(StrEnum):
    """The fixed sentences of the receipt page; the words stand in its template."""

    UNOPENED = "unopened"
    OPENED = "opened"
    HELD = "held"
    VERIFYING = "verifying"
    WAITING = "waiting"
    WAITING_ON = "waiting_on"
    """Something was answered, and another question waits."""
    PASSED_ON = "passed_on"
    """Another unit has it by now, and nobody there has opened it."""
    TRANSFERRED = "transferred"
    RESOLVED = "resolved"
    NOT_ENOUGH = "not_enough"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Days only; the half-day of receiving is all that is told of the hour."""

    received_on: date
    received_half: HalfDay
    opened_on: date | None
    held_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a number typed on the receipt page leads to: a tip, or a slip's claim on one."""

    tip_id: UUID | None = None
    claimed_tip_id: UUID | None = None


def find(db: Session, ring: KeyRing, *, code: str, today: date) -> Found | None:
    """Look a number up, as a receipt code and as a claim, with the same work for hit and miss."""
    lookups = codes.lookups(ring, code)
    tip_id = db.scalar(select(Tip.id).where(Tip.receipt_lookup.in_(lookups)))
    live = (
        TipClaim.claim_lookup.in_(lookups),
        TipClaim.used_on.is_(None),
        TipClaim.expires_on >= today,
    )
    claimed = db.scalar(select(TipClaim.tip_id).where(*live))
    return Found(tip_id, claimed) if tip_id or claimed else None


def state_of(tip: Tip, *, is_partly_answered: bool = False) -> ReceiptState:
    """The sentence that stands for the tip's state. Quarantine is never told apart from new.

    A tip closed as spam says no more than "closed": whoever sent it learns nothing.
    `is_partly_answered`: as `messages.is_partly_answered` says of its thread.
    """
    match tip.state:
        case TipState.NEW if tip.opened_at:
            return ReceiptState.OPENED
        case TipState.NEW:
            return ReceiptState.PASSED_ON if tip.accepted_at else ReceiptState.UNOPENED
        case TipState.WAITING if is_partly_answered:
            return ReceiptState.WAITING_ON
        case TipState.SPAM:
            return ReceiptState.CLOSED
        case TipState.RESOLVED if tip.outcome is TipOutcome.NOT_OURS:
            return ReceiptState.NOT_OURS
        case _:
            return ReceiptState(tip.state.value)


def recognition_number(ring: KeyRing, tip: Tip) -> str:
    """Two digits that an officer who calls back reads out; whoever cannot is a fraud.

    The same for the tip's whole life: it follows from the tip's own key, whatever wraps that.
    """
    mac = hmac.digest(tip_key(ring, tip).secret, b"recognition", "sha256")
    return str(10 + int.from_bytes(mac[:8], "big") % 90)


def timeline(db: Session, tip: Tip) -> Timeline:
    """The days of a tip so far."""
    steps = db.execute(
        select(TipStep.state, TipStep.at).where(TipStep.tip_id == tip.id).order_by(TipStep.at)
    ).all()
    days = {state: local_day(at) for state, at in reversed(steps)}
    return Timeline(
        received_on=tip.received_on,
        received_half=tip.received_half,
        opened_on=local_day(tip.opened_at) if tip.opened_at else None,
        held_on=days.get(TipState.HELD),
        ended_on=days.get(tip.state) if tip.state not in OPEN_STATES else None,
    )


def contact_opened_on(db: Session, tip_id: UUID) -> date | None:
    """The day an officer last opened the contact the person left."""
    return db.scalar(select(TipContact.last_opened_on).where(TipContact.tip_id == tip_id))


def any_contact_opened_on(db: Session, tip_id: UUID) -> date | None:
    """The same for whatever contact was ever left: it was read, even if it was replaced, withdrawn
    or destroyed since."""
    query = select(func.max(TipStep.at)).where(TipStep.tip_id == tip_id)
    at = db.scalar(query.where(TipStep.kind == StepKind.CONTACT))
    return local_day(at) if at else None


def is_given(db: Session, ring: KeyRing, code: str) -> bool:
    """Whether 16 digits are the code of some tip."""
    query = select(Tip.id).where(Tip.receipt_lookup.in_(codes.lookups(ring, code)))
    return db.scalar(query) is not None


def without_code(ring: KeyRing, tip: Tip, text: str) -> str:
    """A message without the tip's own code: officers must not read it."""
    return codes.masked(text, lambda code: tip.receipt_lookup in codes.lookups(ring, code))


def is_code_of(ring: KeyRing, tip: Tip, text: str) -> bool:
    """Whether a message is nothing but the code itself, which must not travel as a message."""
    try:
        code = codes.normalise(text)
    except codes.WrongDigit:
        return False
    return tip.receipt_lookup in codes.lookups(ring, code)

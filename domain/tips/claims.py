"""A slip's claim number: opens one page, once, that shows the real code to its owner alone."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import NOBODY, Act
from domain.clock import LOCAL_TIME
from domain.errors import BadInput, NotFound
from domain.tips import codes
from domain.tips.models import Tip, TipClaim
from domain.tips.times import half_of, start_of_half
from domain.vault.keys import KeyRing


def issue(
    db: Session, ring: KeyRing, *, tip_id: UUID, source: Random, today: date, days: int
) -> str:
    """Make the one-time number printed on a slip for a tip that an officer typed in.

    The tip has no receipt code until the number is used, so the officer never sees one.
    """
    number = codes.new_number(source)
    db.add(
        TipClaim(
            tip_id=tip_id,
            claim_lookup=codes.lookup(ring, number, ring.newest),
            expires_on=today + timedelta(days=days),
        )
    )
    return number


def live(db: Session, *, tip_id: UUID, today: date) -> TipClaim:
    """The claim on a tip while it may be used. Raises `NotFound`."""
    query = select(TipClaim).where(
        TipClaim.tip_id == tip_id, TipClaim.used_on.is_(None), TipClaim.expires_on >= today
    )
    claim = db.scalars(query.with_for_update()).one_or_none()
    if claim is None:
        raise NotFound
    return claim


def code_of(db: Session, ring: KeyRing, claim: TipClaim) -> str:
    """The real code, the same each time the page is opened until the claim is used."""
    tip = db.get_one(Tip, claim.tip_id)
    for code in codes.candidates(ring, tip.key_id, tip.id.bytes + claim.claim_lookup):
        lookup = codes.lookup(ring, code, tip.key_id)
        if db.scalar(select(Tip.id).where(Tip.receipt_lookup == lookup)) is None:
            return code
    raise LookupError("Codes never run out.")


def use(db: Session, ring: KeyRing, *, claim: TipClaim, last_four: str, now: datetime) -> Tip:
    """Let the code come alive and the claim die, once the person has copied the code.

    Raises `BadInput` when the last four digits are not those of the code shown.
    """
    code = code_of(db, ring, claim)
    typed = "".join(char for char in last_four if char.isdigit())
    if typed != code[-4:]:
        raise BadInput("last_four", "Bốn số cuối chưa đúng. Coi lại mã rồi gõ lại giúp.")
    tip = db.get_one(Tip, claim.tip_id)
    tip.receipt_lookup = codes.lookup(ring, code, tip.key_id)
    day = now.astimezone(LOCAL_TIME).date()
    claim.used_on = day
    act = Act(action=Action.TIP_CLAIMED, object_kind="tip", object_id=str(tip.id))
    audit.record(db, ring, at=start_of_half(day, half_of(now)), who=NOBODY, act=act)
    return tip

"""A slip's claim number: opens a page that shows a code, which comes alive once it is copied."""

from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import NOBODY, Act
from domain.clock import LOCAL_TIME, half_day_start
from domain.errors import BadInput, NotFound
from domain.tips import codes
from domain.tips.models import Tip
from domain.tips.talk_models import TipClaim
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


def new_code(db: Session, ring: KeyRing, *, source: Random) -> str:
    """A code for one showing of the page; `source` is `secrets.SystemRandom()`.

    Another for each showing: whoever saw the slip first and looked holds a code that dies with
    the page, not the one that its owner confirms.
    """
    while True:
        code = codes.new_number(source)
        lookups = codes.lookups(ring, code)
        if db.scalar(select(Tip.id).where(Tip.receipt_lookup.in_(lookups))) is None:
            return code


def use(
    db: Session, ring: KeyRing, *, claim: TipClaim, code: str, last_four: str, now: datetime
) -> Tip:
    """Let the code that a page showed come alive and the claim die, once it has been copied.

    Raises `BadInput` when the last four digits are not those of the code shown.
    """
    typed = "".join(char for char in last_four if char.isdigit())
    if typed != code[-4:]:
        raise BadInput("last_four", "Bốn số cuối chưa đúng. Coi lại mã rồi gõ lại giúp.")
    tip = db.get_one(Tip, claim.tip_id)
    tip.receipt_lookup = codes.lookup(ring, code, tip.key_id)
    day = now.astimezone(LOCAL_TIME).date()
    claim.used_on = day
    act = Act(action=Action.TIP_CLAIMED, object_kind="tip", object_id=str(tip.id))
    audit.record(db, ring, at=half_day_start(now), who=NOBODY, act=act)
    return tip

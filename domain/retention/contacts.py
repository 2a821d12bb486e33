"""How long the contact that a person left is kept: some months, unless somebody says why it is
still needed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.errors import BadInput, NotFound
from domain.reference.settings import Settings
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import steps
from domain.tips.acting import Acting
from domain.tips.models import StepKind, Tip, TipStep
from domain.tips.rules import problems_of_reason
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing

LONGEST = timedelta(days=180)
"""As far ahead as one may say that a contact is needed; then somebody says so anew."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The last day on which a contact is kept, and whether somebody asked for more than its own
    days."""

    until: date
    is_prolonged: bool


def kept(tip: Tip, contact: TipContact, settings: Settings) -> Kept:
    """How long the contact is kept, the tip still open or not."""
    ends = (contact.left_on or tip.received_on) + timedelta(days=settings["keep_contact_days"])
    later = [day for day in (contact.kept_until, tip.hold_until) if day is not None]
    last = max([ends, *later])
    return Kept(last, last > ends)


def of_tip(db: Session, tip: Tip, settings: Settings) -> Kept | None:
    """The same for a tip; None when no contact was left."""
    contact = db.get(TipContact, tip.id) if tip.has_contact else None
    return kept(tip, contact, settings) if contact else None


def destroyed_on(db: Session, tip: Tip) -> date | None:
    """The day its contact was destroyed, where that is why there is none."""
    if tip.has_contact:
        return None
    gone = (StepKind.CONTACT_DESTROYED, StepKind.CONTACT_WITHDRAWN)
    query = select(TipStep.kind, TipStep.at).where(TipStep.tip_id == tip.id, TipStep.kind.in_(gone))
    last = db.execute(query.order_by(TipStep.at.desc()).limit(1)).first()
    return local_day(last.at) if last and last.kind is StepKind.CONTACT_DESTROYED else None


def destroy(db: Session, ring: KeyRing, *, settings: Settings, now: datetime) -> int:
    """Destroy the contacts whose time is over, which the person reads; how many there were."""
    today = local_day(now)
    came = Tip.received_on < today - timedelta(days=settings["keep_contact_days"])
    query = select(Tip, TipContact).join(TipContact, TipContact.tip_id == Tip.id).where(came)
    over = [tip for tip, contact in db.execute(query) if kept(tip, contact, settings).until < today]
    for tip in over:
        tip.has_contact = False
        steps.add(db, ring, tip=tip, kind=StepKind.CONTACT_DESTROYED, by=None, now=now)
    db.execute(delete(TipContact).where(TipContact.tip_id.in_([tip.id for tip in over])))
    return len(over)


def problems(day: date | None, reason: str, today: date) -> list[BadInput]:
    """What is wrong with a wish to keep a contact longer, each with its box."""
    found = []
    if day is None or not today <= day <= today + LONGEST:
        found.append(BadInput("until", Sentence("Chọn ngày từ hôm nay tới 180 ngày nữa.")))
    return [*found, *problems_of_reason(reason)]


def prolong(db: Session, *, acting: Acting, tip: Tip, day: date, reason: str, today: date) -> None:
    """Keep the contact until the end of a day. Raises `BadInput`, and `NotFound` without one."""
    for problem in problems(day, reason, today):
        raise problem
    contact = db.get(TipContact, tip.id)
    if contact is None:
        raise NotFound
    if contact.kept_until != day:
        contact.kept_until = day
        acting.audit(db, Action.TIP_CONTACT_KEPT, tip, clean(reason))

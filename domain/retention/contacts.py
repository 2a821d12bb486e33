"""How long the contact that a person left is kept: some months, unless somebody says why it is
still needed."""

from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput, NotFound
from domain.reference.settings import Settings
from domain.sentence import Sentence
from domain.text import clean
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.rules import problems_of_reason
from domain.tips.talk_models import TipContact

LONGEST = timedelta(days=180)
"""As far ahead as one may say that a contact is needed; then somebody says so anew."""


def kept_until(tip: Tip, contact: TipContact, settings: Settings) -> date:
    """The last day on which the contact is kept, the tip still open or not."""
    ends = (contact.left_on or tip.received_on) + timedelta(days=settings["keep_contact_days"])
    later = [day for day in (contact.kept_until, tip.hold_until) if day is not None]
    return max([ends, *later])


def until(db: Session, tip: Tip, settings: Settings) -> date | None:
    """The same for a tip; None when no contact was left."""
    contact = db.get(TipContact, tip.id) if tip.has_contact else None
    return kept_until(tip, contact, settings) if contact else None


def destroy(db: Session, *, settings: Settings, today: date) -> int:
    """Destroy the contacts whose time is over; how many there were."""
    came = Tip.received_on < today - timedelta(days=settings["keep_contact_days"])
    query = select(Tip, TipContact).join(TipContact, TipContact.tip_id == Tip.id).where(came)
    over = [tip for tip, contact in db.execute(query) if kept_until(tip, contact, settings) < today]
    for tip in over:
        tip.has_contact = False
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

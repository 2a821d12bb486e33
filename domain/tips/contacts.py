"""The contact that a person leaves, replaces or withdraws later, on the receipt page."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import NOBODY, Act
from domain.clock import half_day_start, local_day
from domain.errors import BadInput
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import replying, sealing, steps
from domain.tips.acting import KIND
from domain.tips.models import StepKind, Tip
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing

LONGEST = 400


class NoContact(BadInput):
    """Nothing was written."""

    def __init__(self) -> None:
        super().__init__("contact", Sentence("Chưa ghi gì. Ghi tên hoặc số điện thoại rồi lưu."))


class ContactTooLong(BadInput):
    """More than anybody needs to be reached."""

    def __init__(self) -> None:
        super().__init__(
            "contact", Sentence("Liên lạc dài quá %(most)s chữ. Bớt lại giúp.", most=LONGEST)
        )


def leave(db: Session, ring: KeyRing, *, tip: Tip, contact: str, now: datetime, on: date) -> None:
    """Keep how to reach the person, in place of what was left before, and tell whoever has the
    tip. The same changes nothing. `on`: the day of the tree in use.

    Raises `NoContact` and `ContactTooLong`.
    """
    said = clean(contact)
    if not said:
        raise NoContact
    if len(said) > LONGEST:
        raise ContactTooLong
    row = _row(db, tip)
    if row is not None and sealing.read_contact(ring, row) == said:
        return
    row = row or TipContact(tip_id=tip.id)
    row.key_id, row.sealed = ring.newest, sealing.seal_contact(ring, tip.id, said)
    row.last_opened_on = row.kept_until = None
    row.left_on = local_day(now)
    db.add(row)
    tip.has_contact = True
    _note(db, ring, tip, StepKind.CONTACT_LEFT, Action.TIP_CONTACT_LEFT, now)
    replying.tell(db, tip, now=now, on=on)


def withdraw(db: Session, ring: KeyRing, *, tip: Tip, now: datetime, on: date) -> None:
    """Remove what was left, and tell whoever has the tip: from now on no officer can open it.
    Twice changes nothing. `on`: the day of the tree in use."""
    row = _row(db, tip)
    if row is None:
        return
    db.delete(row)
    tip.has_contact = False
    _note(db, ring, tip, StepKind.CONTACT_WITHDRAWN, Action.TIP_CONTACT_WITHDRAWN, now)
    replying.tell(db, tip, now=now, on=on)


def _row(db: Session, tip: Tip) -> TipContact | None:
    # Of two who save at once the second finds what the first one wrote.
    db.execute(select(Tip.id).where(Tip.id == tip.id).with_for_update())
    return db.get(TipContact, tip.id, populate_existing=True)


def _note(
    db: Session, ring: KeyRing, tip: Tip, kind: StepKind, action: Action, now: datetime
) -> None:
    steps.add_of_person(db, ring, tip=tip, kind=kind, now=now)
    act = Act(action=action, object_kind=KIND, object_id=str(tip.id))
    audit.record(db, ring, at=half_day_start(now), who=NOBODY, act=act)

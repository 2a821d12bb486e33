"""The person asks the unit above to look again; whoever handled the tip cannot stop it."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import NOBODY, Act
from domain.clock import half_day_start, local_day
from domain.errors import BadInput, NotFound, StaleVersion
from domain.notices import services as notices
from domain.notices.models import NoticeKind
from domain.people.models import Role
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Place
from domain.text import clean
from domain.tips import fingerprints, handling, lifecycle, messages, news, steps
from domain.tips.acting import KIND, Acting
from domain.tips.messages import NewMessage
from domain.tips.models import EndCheck, StepKind, Tip
from domain.vault.keys import KeyRing

PACE = "appealed"
"""The row of the state sentences by which the unit above promises an answer."""


class Decision(StrEnum):
    """What the unit above says to an appeal."""

    KEEP = "keep"
    """What was done stays, and the person is told why."""
    REOPEN = "reopen"
    """The unit goes on with it."""


def goes_to(db: Session, tip: Tip) -> Place | None:
    """The unit above that would look again; none over the topmost."""
    return places.parent_unit(db, tip.unit)


def may_ask(tip: Tip, *, today: date, is_late: bool, after_days: int) -> bool:
    """Whether the person may ask for it: the tip has ended or left, the promised day has passed,
    or the tip came so many days ago, whatever its handler did since."""
    if not lifecycle.is_open(tip) or is_late or tip.appealed_on is not None:
        return True
    return today >= tip.received_on + timedelta(days=after_days)


def is_late(tip: Tip, today: date) -> bool:
    """Whether the unit above let the day pass by which it was to answer."""
    return tip.appeal_answer_on is not None and tip.appeal_answer_on < today


def appeal(db: Session, ring: KeyRing, *, tip: Tip, now: datetime, on: date) -> None:
    """Send the tip up to be looked at again. Twice changes nothing. Raises `NotFound` when there
    is no unit above.

    Written at the start of the half-day, like all that a villager does. The version stays: the
    officer who works on the tip is not stopped by it, and cannot stop it. `on` is the day whose
    tree is in use.
    """
    above = goes_to(db, tip)
    if above is None:
        raise NotFound
    if tip.appealed_on is not None:
        return
    today = local_day(now)
    at = half_day_start(now)
    tip.appealed_on = today
    tip.appeal_answer_on = news.day_after(db, above, PACE, today)
    steps.add_of_person(db, ring, tip=tip, kind=StepKind.APPEALED, now=now)
    act = Act(action=Action.TIP_APPEALED, object_kind=KIND, object_id=str(tip.id))
    audit.record(db, ring, at=at, who=NOBODY, act=act)
    notices.tell_above(
        db, unit_id=tip.unit_id, kind=NoticeKind.APPEALED, subject=tip.id, now=at, on=on
    )


def moved(db: Session, *, tip: Tip, asked: Place | None, now: datetime, on: date) -> None:
    """Another unit has the tip now. `asked` is the unit above the one that had it: with the tip in
    its own hands it has been heard; where another unit stands above by now, that one is told too,
    and the day that the person was told stands."""
    above = goes_to(db, tip)
    if tip.appealed_on is None or (asked and above and asked.id == above.id):
        return
    if above is None or (asked and asked.id == tip.unit_id):
        tip.appealed_on = tip.appeal_answer_on = None
        return
    notices.tell_above(
        db, unit_id=tip.unit_id, kind=NoticeKind.APPEALED, subject=tip.id, now=now, on=on
    )


def may_decide(acting: Acting, tip: Tip) -> bool:
    """Whether the officer sits above the unit that is complained of. The caller has seen to it
    that the tip lies in the officer's scope."""
    above = acting.by.role is Role.SUPERVISOR and acting.by.place_id != tip.unit_id
    return tip.appealed_on is not None and above and may(acting.by, Permission.READ_TIPS)


def decide(
    db: Session, *, acting: Acting, tip: Tip, version: int, decision: Decision, words: str
) -> None:
    """Answer the person from above, and let stand or take up again what was done.

    Raises `StaleVersion`, `BadInput` without words for the person, and `NotFound` for whoever may
    not decide or when nothing waits.
    """
    if not may_decide(acting, tip):
        raise NotFound
    if version != tip.version:
        raise StaleVersion
    text = clean(words)
    if not text:
        raise BadInput("words", "Ghi vài chữ trả lời người báo.")
    tip.appealed_on = tip.appeal_answer_on = None
    before = tip.state
    if decision is Decision.REOPEN:
        handling.begin_again(tip)
    elif tip.end_check is EndCheck.PENDING:
        tip.end_check = EndCheck.CONFIRMED
    handling.settle_limits(db, acting, tip, before=before)
    _say(db, acting, tip, text)
    handling.changed(
        db,
        acting,
        tip,
        Action.TIP_APPEAL_DECIDED,
        StepKind.APPEAL_DECIDED,
        note=decision.value,
        reason=decision.value,
    )
    notices.tell_unit(
        db,
        unit_id=tip.unit_id,
        kind=NoticeKind.APPEALED,
        subject=tip.id,
        now=acting.now,
        on=acting.on,
    )


def _say(db: Session, acting: Acting, tip: Tip, text: str) -> None:
    message_id = uuid4()
    print_ = fingerprints.of_message(acting.ring, message_id.bytes, text, [])
    new = NewMessage(
        id=message_id, text=text, fingerprint=print_, from_police=True, author_id=acting.by.id
    )
    messages.add(db, acting.ring, tip=tip, message=new, now=acting.now)

"""What the receiving unit does with a tip: take it, set its state, answer, correct, sort out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.errors import BadInput, Refusal, SameIdOtherContent, StaleVersion
from domain.people.models import Officer
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import appearing, fingerprints, messages, rules
from domain.tips.acting import Acting
from domain.tips.messages import NewMessage
from domain.tips.models import CloseReason, StepKind, Tip, TipClaim, TipMessage, TipState


class NobodyCanRead(BadInput):
    """The person has no code, so a message would reach nobody."""

    def __init__(self) -> None:
        super().__init__(
            "message",
            Sentence("Người báo không có mã xem trả lời. Trả lời khi người báo hỏi số tin này."),
        )


class StillApart(Refusal):
    """A tip that waits apart is let into the inbox before anybody works on it."""

    sentence = Sentence("Tin này còn chờ rà. Đưa vào hộp tin trước rồi xử lý.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A message to the person. The id is made with the form, so that a repeat is known.

    `asks_on_purpose`: the officer was warned and sends it all the same.
    """

    id: UUID = field(default_factory=uuid4)
    text: str
    marks_answered: bool = False
    asks_on_purpose: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The state a tip is put into, why when it is closed, and a note for the unit alone."""

    state: TipState
    close_reason: CloseReason | None = None
    note: str = ""


def take(db: Session, *, acting: Acting, tip: Tip, version: int) -> None:
    """Make the tip the officer's own to look into. Raises `StaleVersion`.

    Of two who take it at once the second learns who was first, and may take it over.
    """
    if tip.taken_by_id == acting.by.id and tip.state is TipState.READING:
        return
    _require_ready(tip, version)
    _give_to(tip, acting.by)
    tip.state, tip.close_reason = TipState.READING, None
    _changed(db, acting, tip, Action.TIP_TAKEN, StepKind.TAKEN)


def set_state(db: Session, *, acting: Acting, tip: Tip, version: int, outcome: Outcome) -> None:
    """Put the tip into one of its four states. Raises `StaleVersion` and `BadInput`.

    "New" hands it back: nobody has it. Any other state gives it to the officer if nobody has it.
    """
    for problem in rules.problems_of_outcome(outcome.state, outcome.close_reason, outcome.note):
        raise problem
    note = clean(outcome.note)
    reason = outcome.close_reason if outcome.state is TipState.CLOSED else None
    if (tip.state, tip.close_reason, "") == (outcome.state, reason, note):
        return
    _require_ready(tip, version)
    tip.state, tip.close_reason = outcome.state, reason
    if outcome.state is TipState.NEW:
        tip.taken_by_id = tip.taken_by = None
    elif tip.taken_by_id is None:
        _give_to(tip, acting.by)
    told = f"{outcome.state.value}:{reason.value}" if reason else outcome.state.value
    _changed(db, acting, tip, Action.TIP_STATE_SET, StepKind.STATE, note=note, reason=told)


def answer(db: Session, *, acting: Acting, tip: Tip, version: int, message: Answer) -> bool:
    """Write a message that the receipt page shows; False when the same one is there already.

    Raises `StaleVersion`, `SameIdOtherContent` and `BadInput`.
    """
    print_ = fingerprints.of_message(acting.ring, message.id.bytes, message.text, [])
    earlier = db.get(TipMessage, message.id)
    if earlier is not None:
        if earlier.tip_id != tip.id or earlier.fingerprint != print_:
            raise SameIdOtherContent
        return False
    _require_ready(tip, version)
    for problem in problems_of(db, tip, message):
        raise problem
    new = NewMessage(
        id=message.id,
        text=message.text,
        fingerprint=print_,
        from_police=True,
        author_id=acting.by.id,
    )
    messages.add(db, acting.ring, tip=tip, message=new, now=acting.now)
    before = tip.state
    tip.state = _after_answer(tip.state, message.marks_answered)
    if tip.taken_by_id is None:
        _give_to(tip, acting.by)
    acting.audit(db, Action.TIP_ANSWERED, tip)
    tip.version += 1
    if tip.state is not before:
        tip.close_reason = None
        acting.step(db, StepKind.STATE, tip)
        _show(db, acting, tip)
    return True


def problems_of(db: Session, tip: Tip, message: Answer) -> list[BadInput]:
    """What is wrong with a message, or what the officer should think of once more."""
    if not is_heard(db, tip):
        return [NobodyCanRead()]
    if not clean(message.text):
        return [messages.EmptyMessage()]
    if len(clean(message.text)) > messages.LONGEST:
        return [messages.MessageTooLong()]
    if rules.asks_who(message.text) and not message.asks_on_purpose:
        return [rules.AsksWho()]
    return []


def correct_category(
    db: Session, *, acting: Acting, tip: Tip, version: int, category: str, known: Collection[str]
) -> None:
    """Put the tip under another category of the list. Raises `StaleVersion` and `BadInput`."""
    if category == tip.category:
        return
    if category not in known:
        raise BadInput("category", "Chọn một loại việc trong danh mục.")
    _require_ready(tip, version)
    change = f"{tip.category}>{category}"
    tip.category = category
    _changed(db, acting, tip, Action.TIP_CORRECTED, StepKind.CATEGORY, note=change)


def release(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Let tips that waited apart into the inbox, as new."""
    for tip in tips:
        tip.is_quarantined, tip.close_reason = False, None
        tip.state = TipState.NEW
        _changed(db, acting, tip, Action.TIP_RELEASED, StepKind.RELEASED)


def close_as_spam(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Close tips that waited apart; whoever sent one is told no more than that it is closed."""
    for tip in tips:
        tip.state, tip.close_reason = TipState.CLOSED, CloseReason.SPAM
        told = f"{tip.state.value}:{CloseReason.SPAM.value}"
        _changed(db, acting, tip, Action.TIP_STATE_SET, StepKind.STATE, reason=told)


def is_heard(db: Session, tip: Tip) -> bool:
    """Whether the person has a code, or a slip to get one with, and can read a message."""
    if tip.receipt_lookup is not None:
        return True
    return db.scalar(select(TipClaim.tip_id).where(TipClaim.tip_id == tip.id)) is not None


def _after_answer(state: TipState, marks_answered: bool) -> TipState:
    if marks_answered:
        return TipState.ANSWERED
    return TipState.READING if state is TipState.NEW else state


def _require_ready(tip: Tip, version: int) -> None:
    if tip.is_quarantined:
        raise StillApart
    if version != tip.version:
        raise StaleVersion


def _give_to(tip: Tip, officer: Officer) -> None:
    tip.taken_by_id, tip.taken_by = officer.id, officer


def _changed(
    db: Session,
    acting: Acting,
    tip: Tip,
    action: Action,
    kind: StepKind,
    *,
    note: str = "",
    reason: str = "",
) -> None:
    tip.version += 1
    acting.audit(db, action, tip, reason)
    acting.step(db, kind, tip, note)
    _show(db, acting, tip)


def _show(db: Session, acting: Acting, tip: Tip) -> None:
    db.flush()
    if not tip.is_quarantined:
        appearing.show_in_feed(db, tip=tip, on=acting.on)

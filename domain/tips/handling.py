"""What the receiving unit does with a tip: take it, set its state, answer, correct, sort out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.clock import local_day
from domain.errors import BadInput, Refusal, SameIdOtherContent, StaleVersion
from domain.people.models import Officer
from domain.sentence import Sentence
from domain.text import clean
from domain.tips import (
    appearing,
    asking_who,
    deadlines,
    fingerprints,
    lifecycle,
    messages,
    news,
    rules,
    sealing,
)
from domain.tips.acting import Acting
from domain.tips.lifecycle import Move
from domain.tips.messages import NewMessage, Question
from domain.tips.models import OPEN_STATES, EndCheck, StepKind, Tip, TipState
from domain.tips.talk_models import TipClaim, TipMessage

_TOLD = {
    StepKind.REOPENED,
    StepKind.RELEASED,
    StepKind.TRANSFERRED,
    StepKind.RETURNED,
    StepKind.APPEAL_DECIDED,
}
"""Changes that the receipt page always tells of."""
_NEWS = {StepKind.TAKEN, StepKind.STATE, StepKind.ASSIGNED, *_TOLD}
"""Changes after which the person may be promised a new day."""


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
    waits: bool = False
    """The tip waits for the person's reply."""
    question: Question | None = None
    """The question of the list that the words end in; the tip waits for its answer too."""
    asks_on_purpose: bool = False


def take(db: Session, *, acting: Acting, tip: Tip, version: int) -> None:
    """Make the tip the officer's own to look into. Raises `StaleVersion`, and `NotPossible` once it
    ended: taking up again says why.

    Of two who take it at once the second learns who was first, and may take it over.
    """
    if tip.taken_by_id == acting.by.id and tip.state is TipState.HELD:
        return
    require_ready(tip, version)
    if not lifecycle.is_open(tip):
        raise lifecycle.NotPossible
    give_to(tip, acting.by)
    tip.state, tip.sealed_sentence = TipState.HELD, None
    changed(db, acting, tip, Action.TIP_TAKEN, StepKind.TAKEN)


def set_state(db: Session, *, acting: Acting, tip: Tip, version: int, move: Move) -> None:
    """Put the tip into another state.

    Raises `StaleVersion`, `BadInput`, and `NotPossible` where the state cannot follow.
    "New" hands it back: nobody has it. Any other state gives it to the officer if nobody has it.
    """
    for problem in problems_of_move(db, tip, move):
        raise problem
    said = clean(move.note) or clean(move.sentence)
    if (tip.state, tip.outcome, "") == (move.state, move.outcome, said):
        return
    require_ready(tip, version)
    before = tip.state
    lifecycle.require_follows(tip, move.state)
    _enter(db, acting, tip, move)
    settle_limits(db, acting, tip, before=before)
    kind = StepKind.REOPENED if lifecycle.reopens(before, move.state) else StepKind.STATE
    told = f"{tip.state.value}:{tip.outcome.value}" if tip.outcome else tip.state.value
    changed(db, acting, tip, Action.TIP_STATE_SET, kind, note=clean(move.note), reason=told)


def problems_of_move(db: Session, tip: Tip, move: Move) -> list[BadInput]:
    """What is wrong with a change as it was chosen, each with its box."""
    found = lifecycle.problems(tip.state, move)
    if not found and move.state is TipState.DUPLICATE and _original(db, tip, move) is None:
        found.append(BadInput("duplicate_of", "Đơn vị không có tin nào khác mang số này."))
    return found


def _enter(db: Session, acting: Acting, tip: Tip, move: Move) -> None:
    tip.duplicate_of_id = _original(db, tip, move)
    tip.state = move.state
    tip.outcome = move.outcome if move.state is TipState.RESOLVED else None
    tip.end_check = lifecycle.check_after(move.state)
    is_over = move.state not in OPEN_STATES
    tip.closed_by_id = acting.by.id if is_over else None
    tip.closed_on = local_day(acting.now) if is_over else None
    tip.sealed_sentence = sealing.seal_sentence(acting.ring, tip, clean(move.sentence))
    if move.state is TipState.NEW:
        tip.taken_by_id = tip.taken_by = None
    elif tip.taken_by_id is None:
        give_to(tip, acting.by)


def settle_limits(db: Session, acting: Acting, tip: Tip, *, before: TipState) -> None:
    """Let the limits of law follow when a tip ends or is taken up again."""
    if lifecycle.reopens(tip.state, before):
        deadlines.resolved(db, acting=acting, tip=tip)
    elif lifecycle.reopens(before, tip.state):
        deadlines.reopened(db, acting=acting, tip=tip)


def _original(db: Session, tip: Tip, move: Move) -> UUID | None:
    """The tip of the same unit that a duplicate repeats."""
    number = rules.number_in(move.duplicate_of)
    if move.state is not TipState.DUPLICATE or number is None:
        return None
    same_series = (Tip.unit_id == tip.unit_id, Tip.number == number, Tip.id != tip.id)
    return db.scalar(select(Tip.id).where(*same_series))


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
    require_ready(tip, version)
    for problem in problems_of(db, tip, message):
        raise problem
    new = NewMessage(
        id=message.id,
        text=message.text,
        fingerprint=print_,
        from_police=True,
        author_id=acting.by.id,
        question=message.question,
    )
    messages.add(db, acting.ring, tip=tip, message=new, now=acting.now)
    before = tip.state
    tip.state = _after_answer(tip.state, waits=message.waits or message.question is not None)
    if tip.taken_by_id is None:
        give_to(tip, acting.by)
    acting.audit(db, Action.TIP_ANSWERED, tip)
    tip.version += 1
    if tip.state is not before:
        tip.sealed_sentence = None
        news.promise(db, tip, local_day(acting.now), is_told=True)
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
    if asks_who(message) and not message.asks_on_purpose:
        return [asking_who.AsksWho()]
    return []


def asks_who(message: Answer) -> bool:
    """Whether words or choices seem to ask who or where the person is."""
    choices = message.question.choices if message.question else ()
    return any(asking_who.asks_who(text) for text in (message.text, *choices))


def correct_category(
    db: Session, *, acting: Acting, tip: Tip, version: int, category: str, known: Collection[str]
) -> None:
    """Put the tip under another category of the list. Raises `StaleVersion` and `BadInput`."""
    if category == tip.category:
        return
    if category not in known:
        raise BadInput("category", "Chọn một loại việc trong danh mục.")
    require_ready(tip, version)
    change = f"{tip.category}>{category}"
    tip.category = category
    changed(db, acting, tip, Action.TIP_CORRECTED, StepKind.CATEGORY, note=change)


def release(db: Session, *, acting: Acting, tips: Sequence[Tip]) -> None:
    """Let tips that waited apart into the inbox, as new."""
    for tip in tips:
        tip.is_quarantined, tip.state, tip.end_check = False, TipState.NEW, EndCheck.NOT_NEEDED
        tip.closed_by_id = tip.closed_on = None
        changed(db, acting, tip, Action.TIP_RELEASED, StepKind.RELEASED)


def is_heard(db: Session, tip: Tip) -> bool:
    """Whether the person has a code, or a slip to get one with, and can read a message."""
    if tip.receipt_lookup is not None:
        return True
    return db.scalar(select(TipClaim.tip_id).where(TipClaim.tip_id == tip.id)) is not None


def _after_answer(state: TipState, *, waits: bool) -> TipState:
    """An ended tip stays ended: what is written then is a last word."""
    if state not in OPEN_STATES:
        return state
    if waits:
        return TipState.WAITING
    return TipState.HELD if state is TipState.NEW else state


def require_ready(tip: Tip, version: int) -> None:
    """Raises `StillApart`, and `StaleVersion` when somebody else was first."""
    if tip.is_quarantined:
        raise StillApart
    if version != tip.version:
        raise StaleVersion


def begin_again(tip: Tip) -> None:
    """Let a tip that has ended be work again."""
    tip.state, tip.outcome, tip.duplicate_of_id = TipState.HELD, None, None
    tip.closed_by_id = tip.closed_on = tip.sealed_sentence = None
    tip.end_check, tip.is_quarantined = EndCheck.NOT_NEEDED, False


def give_to(tip: Tip, officer: Officer) -> None:
    """Let an officer have the tip."""
    tip.taken_by_id, tip.taken_by = officer.id, officer


def changed(
    db: Session,
    acting: Acting,
    tip: Tip,
    action: Action,
    kind: StepKind,
    *,
    note: str = "",
    reason: str = "",
) -> None:
    """Count the version on; write audit entry, timeline, day of next news and feed row."""
    if kind in _NEWS:
        has_words = kind is StepKind.STATE and tip.sealed_sentence is not None
        is_told = kind in _TOLD or has_words
        news.promise(db, tip, local_day(acting.now), is_told=is_told)
    tip.version += 1
    acting.audit(db, action, tip, reason)
    acting.step(db, kind, tip, note)
    _show(db, acting, tip)


def _show(db: Session, acting: Acting, tip: Tip) -> None:
    db.flush()
    if not tip.is_quarantined:
        appearing.show_in_feed(db, tip=tip, on=acting.on)

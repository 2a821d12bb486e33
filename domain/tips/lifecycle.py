"""What may follow what in the life of a tip. Every change of state is checked here."""

from dataclasses import dataclass

from domain.errors import BadInput, Refusal
from domain.sentence import Sentence
from domain.text import clean
from domain.tips.models import OPEN_STATES, EndCheck, Tip, TipOutcome, TipState

LONGEST_NOTE = 2_000
LONGEST_SENTENCE = 600

_WORK = frozenset({TipState.HELD, TipState.VERIFYING, TipState.WAITING})
_ENDS = frozenset({TipState.RESOLVED, TipState.NOT_ENOUGH, TipState.DUPLICATE, TipState.SPAM})
_NEXT: dict[TipState, frozenset[TipState]] = {
    TipState.NEW: _WORK | _ENDS | {TipState.TRANSFERRED},
    TipState.HELD: _WORK | _ENDS | {TipState.NEW, TipState.TRANSFERRED},
    TipState.VERIFYING: _WORK | _ENDS | {TipState.NEW, TipState.TRANSFERRED},
    TipState.WAITING: _WORK | _ENDS | {TipState.NEW, TipState.TRANSFERRED},
    TipState.TRANSFERRED: frozenset({TipState.RESOLVED}),
    TipState.RESOLVED: frozenset({TipState.HELD}),
    TipState.NOT_ENOUGH: frozenset({TipState.HELD}),
    TipState.DUPLICATE: frozenset({TipState.HELD}),
    TipState.SPAM: frozenset({TipState.HELD}),
}
CHECKED_ENDS = frozenset({TipState.NOT_ENOUGH, TipState.DUPLICATE, TipState.SPAM})
"""Ends that one officer alone must not be able to give a tip."""


class NotPossible(Refusal):
    """The tip stands where this cannot follow."""

    sentence = Sentence("Tin đang ở tình trạng không làm việc này được. Mở lại trang rồi coi giúp.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The state a tip is put into, with what the state asks for."""

    state: TipState
    outcome: TipOutcome | None = None
    """What came of it, for a resolved tip."""
    duplicate_of: str = ""
    """Number of the tip that a duplicate repeats, as typed."""
    note: str = ""
    """For the unit alone; the reason, where the state closes or opens a closed tip."""
    sentence: str = ""
    """What the person reads instead of the list's sentence of the state."""


def is_open(tip: Tip) -> bool:
    """Whether somebody in the receiving unit still has work with it."""
    return tip.state in OPEN_STATES


def may_follow(before: TipState, after: TipState) -> bool:
    """Whether a tip may go from one state to the other."""
    return after in _NEXT[before]


def choices(tip: Tip) -> list[TipState]:
    """The state that stands and those that may be set by hand now. Handing on has a page of
    its own, and coming back from outside a form."""
    by_hand = [state for state in TipState if state is not TipState.TRANSFERRED]
    return [state for state in by_hand if state is tip.state or may_follow(tip.state, state)]


def require_follows(tip: Tip, after: TipState) -> None:
    """Raises `NotPossible` unless the tip may go into the state."""
    if not may_follow(tip.state, after):
        raise NotPossible


def reopens(before: TipState, after: TipState) -> bool:
    """Whether the change takes up again what had ended."""
    return before in _ENDS and after not in _ENDS


def after_words(state: TipState, *, is_asked: bool) -> TipState:
    """The state once the person wrote: one that waited for them is being verified again, unless a
    question still waits for its answer (`is_asked`)."""
    return TipState.VERIFYING if state is TipState.WAITING and not is_asked else state


def problems(before: TipState, move: Move) -> list[BadInput]:
    """What is wrong with a change as it was chosen, each with its box."""
    found = []
    note = clean(move.note)
    if move.state is TipState.RESOLVED and move.outcome is None:
        found.append(BadInput("outcome", "Chọn kết quả."))
    if move.state is TipState.DUPLICATE and not clean(move.duplicate_of):
        found.append(BadInput("duplicate_of", "Ghi số tin gốc, ví dụ TB-0132."))
    needs_reason = move.state in CHECKED_ENDS or reopens(before, move.state)
    if needs_reason and len(note) < 3:
        found.append(BadInput("note", "Ghi lý do, ít nhất vài chữ."))
    if len(note) > LONGEST_NOTE:
        found.append(BadInput("note", "Ghi chú dài quá 2.000 chữ. Bớt lại giúp."))
    if len(clean(move.sentence)) > LONGEST_SENTENCE:
        found.append(BadInput("sentence", "Câu gửi người báo dài quá 600 chữ. Bớt lại giúp."))
    return found


def check_after(state: TipState) -> EndCheck:
    """Whether the state waits for a second person."""
    return EndCheck.PENDING if state in CHECKED_ENDS else EndCheck.NOT_NEEDED

"""Ready words from the lists: replies and questions for a tip, and what its state says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from domain.reference import queries as reference
from domain.reference.columns import codes_in
from domain.reference.models import ListKey, ReferenceItem
from domain.tips import sealing
from domain.tips.messages import Question
from domain.tips.models import Tip
from domain.tips.receipts import ReceiptState
from domain.vault.keys import KeyRing

LONGEST_HEAD = 90
"""Letters of a first sentence that still stands as a heading."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A question that an officer may send with one tap. What is sent is Vietnamese, as no tip
    keeps the language it came in; `meaning` tells an officer who reads English what it says."""

    text: str
    question: Question
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A sentence to begin an answer with, and what it means in English."""

    text: str
    meaning: str


@dataclass(frozen=True, slots=True)
class StateWords:
    """What the person reads of the state: a heading and what follows it, either may be empty."""

    head: str
    rest: str
    is_own: bool = False
    """An officer wrote it for this tip, in Vietnamese."""


def replies(db: Session, tip: Tip, on: date) -> list[Reply]:
    """The template replies that fit the tip's state and category."""
    rows = _fitting(reference.items(db, ListKey.ANSWER_TEMPLATES, on), tip)
    fitting = [row for row in rows if _names(row, "states", tip.state.value)]
    return [Reply(row.name_vi, row.name_en) for row in fitting]


def questions(db: Session, tip: Tip, on: date) -> list[Ready]:
    """The follow-up questions that fit the tip's category, with their choices."""
    rows = _fitting(reference.items(db, ListKey.FOLLOW_UP_QUESTIONS, on), tip)
    return [Ready(row.name_vi, Question(row.code, _choices(row)), _meaning(row)) for row in rows]


def state_words(
    db: Session, ring: KeyRing, tip: Tip, state: ReceiptState, *, language: str, on: date
) -> StateWords:
    """The tip's own sentence, or the list's for its state, cut behind its first sentence."""
    if own := sealing.read_sentence(ring, tip):
        return _cut(own, is_own=True)
    return _cut(sentence(db, state.value, language=language, on=on))


def sentence(db: Session, code: str, *, language: str, on: date) -> str:
    """The list's words for a state, or for what waits above (`appeals.PACE`); "" without any."""
    rows = reference.items(db, ListKey.STATE_SENTENCES, on)
    row = next((row for row in rows if row.code == code), None)
    if row is None:
        return ""
    return (row.name_en if language == "en" else "") or row.name_vi


def _cut(text: str, *, is_own: bool = False) -> StateWords:
    head, _, rest = text.partition(". ")
    if len(head) > LONGEST_HEAD or "\n" in head:
        return StateWords("", text, is_own)
    return StateWords(head.removesuffix("."), rest.strip(), is_own)


def _fitting(rows: Iterable[ReferenceItem], tip: Tip) -> list[ReferenceItem]:
    return [row for row in rows if _names(row, "categories", tip.category)]


def _names(row: ReferenceItem, column: str, code: str) -> bool:
    """Whether a column between semicolons holds the code; an empty one holds every code."""
    codes = [part.strip() for part in codes_in(row.details.get(column, ""))]
    return not codes or code in codes


def _meaning(row: ReferenceItem) -> str:
    choices = " / ".join(codes_in(row.details.get("choices_en", "")))
    return f"{row.name_en} ({choices})" if row.name_en and choices else row.name_en


def _choices(row: ReferenceItem) -> tuple[str, ...]:
    parts = (part.strip() for part in codes_in(row.details.get("choices", "")))
    return tuple(dict.fromkeys(part for part in parts if part))

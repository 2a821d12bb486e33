"""What was said in the lists' ready words, for whoever reads the lists' other language.

Officers send Vietnamese. A ready sentence and a question keep their place in a list, so the
page in English can show the English of that place; whatever an officer typed stays as it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from sqlalchemy.orm import Session

from domain.reference import queries as reference
from domain.reference.columns import codes_in
from domain.reference.models import ListKey, ReferenceItem
from domain.tips.messages import Question, Said

READY = (ListKey.ANSWER_TEMPLATES, ListKey.FOLLOW_UP_QUESTIONS)


@dataclass(frozen=True, slots=True)
class Rendering:
    """Words as they are shown; `is_whole` when none of the other language are left among them."""

    text: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer to tap: what is sent, and what is read."""

    sent: str
    shown: str


class Renderings:
    """Ready words by what they say in Vietnamese. Without any, everything stays as it was said."""

    def __init__(
        self,
        sentences: dict[str, str] | None = None,
        choices: dict[tuple[str, str], str] | None = None,
    ) -> None:
        self._sentences, self._choices = sentences or {}, choices or {}
        longest_first = sorted(self._sentences, key=len, reverse=True)
        found = "|".join(re.escape(one) for one in longest_first)
        self._any = re.compile(rf"(?<!\w)(?:{found})") if found else None

    @classmethod
    def into(cls, language: str, db: Session) -> Self:
        """The lists' own English for a page in English; nothing to change for one in Vietnamese.

        Rows that are no longer in force are read too: they were sent once.
        """
        if language != "en":
            return cls()
        rows = [row for key in READY for row in reference.all_items(db, key)]
        choices = {(row.code, ours): theirs for row in rows for ours, theirs in _pairs(row)}
        return cls({row.name_vi: row.name_en for row in rows if row.name_en}, choices)

    def of(self, said: Said) -> Rendering:
        """A message; only what the police wrote and what was tapped hold ready words."""
        if said.tap:
            shown = self._choices.get((said.tap.code, said.text))
            return Rendering(shown or said.text, shown is not None)
        return self.words(said.text) if said.from_police else Rendering(said.text, False)

    def words(self, text: str) -> Rendering:
        """Words with every ready sentence among them put into the other language."""
        if self._any is None:
            return Rendering(text, False)
        rest = self._any.sub("", text)
        shown = self._any.sub(lambda found: self._sentences[found[0]], text)
        return Rendering(shown, not re.search(r"\w", rest))

    def choices(self, question: Question) -> list[Choice]:
        """The answers that a question offers."""
        shown = self._choices
        return [Choice(one, shown.get((question.code, one), one)) for one in question.choices]


def _pairs(row: ReferenceItem) -> Iterator[tuple[str, str]]:
    """Each answer with its English, where the row has one for every answer."""
    ours, theirs = (codes_in(row.details.get(name, "")) for name in ("choices", "choices_en"))
    if len(ours) == len(theirs):
        yield from ((one.strip(), other.strip()) for one, other in zip(ours, theirs, strict=True))

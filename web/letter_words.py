"""What is told on a record that waited in a phone: a clock that was off, fields nobody knows."""

from dataclasses import dataclass, field
from uuid import UUID

from domain.letters import notes
from web.clock_words import off_words
from web.context import ring, session


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Nothing for a record that did not come so."""

    clock: str = ""
    """How far the clock of the phone was off in which it was saved; "" when it was right."""
    unknown: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of what the form there had and the one here has not."""


def of_record(kind: str, record_id: UUID) -> LetterWords:
    """The words for one record."""
    note = notes.of_record(session(), ring(), kind=kind, record_id=record_id)
    if note is None:
        return LetterWords()
    return LetterWords(off_words(note.skew) if note.clock_is_off else "", note.unknown)

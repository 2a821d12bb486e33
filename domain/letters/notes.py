"""What a letter said beside its form, noted on the record that it became."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from domain.letters.models import LetterNote
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where, seal, unseal

SKEW_TOLD = timedelta(minutes=5)
"""A phone's clock that is further off is told on the record."""
_LABEL = "letter-note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The phone's words on time and form. `skew` is how far its clock was ahead, in seconds."""

    saved_at: str = ""
    """When it was saved, by the phone's clock, as the phone wrote it."""
    skew: int = 0
    version: str = ""
    unknown: list[tuple[str, str]] = field(default_factory=list)
    """Fields that no form here knows, kept as they came."""

    @property
    def clock_is_off(self) -> bool:
        """Whether the phone's clock was wrong by more than people's watches are."""
        return abs(self.skew) > SKEW_TOLD.total_seconds()


def skew_of(clock: datetime | None, now: datetime) -> int:
    """How far a phone's clock is ahead of the server's, in seconds; 0 when it told nothing."""
    return round((clock - now).total_seconds()) if clock else 0


def keep(db: Session, ring: KeyRing, *, kind: str, record_id: UUID, note: Note) -> None:
    """Note it, once: the same letter sent again says nothing new."""
    if db.get(LetterNote, (kind, record_id)) is not None:
        return
    told = {"saved_at": note.saved_at, "skew": note.skew, "version": note.version}
    body = json.dumps({**told, "unknown": note.unknown}, ensure_ascii=False).encode()
    sealed = seal(ring, _LABEL, _where(kind, record_id), body)
    db.add(LetterNote(record_kind=kind, record_id=record_id, sealed=sealed))


def of_record(db: Session, ring: KeyRing, *, kind: str, record_id: UUID) -> Note | None:
    """What was noted on a record, if it came as a letter."""
    row = db.get(LetterNote, (kind, record_id))
    if row is None:
        return None
    told = json.loads(unseal(ring, _LABEL, _where(kind, record_id), row.sealed))
    return Note(**{**told, "unknown": [(name, value) for name, value in told["unknown"]]})


def forget(db: Session, *, kind: str, record_id: UUID) -> None:
    """Forget what was noted on a record that is erased."""
    table = LetterNote
    db.execute(delete(table).where(table.record_kind == kind, table.record_id == record_id))


def _where(kind: str, record_id: UUID) -> Where:
    return Where("letter_notes", kind, record_id)

"""Tables of letters: those that nobody could read, and notes on those that became records."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId, enum_column


class Why(StrEnum):
    """Why a letter waits in the tray."""

    SEALED = "sealed"
    """Nobody can open it: a key is missing, or it is damaged."""
    NOBODY = "nobody"
    """It opens, but its author may not send it any more and their unit has nobody who could."""


class UnreadLetter(Base):
    """A letter that went nowhere, as it came: it waits for a key, a newer version or a person."""

    __tablename__ = "unread_letters"

    id: Mapped[PublicId]
    item_id: Mapped[str] = mapped_column(String(36), index=True)
    """What the phone calls it; whoever sent it may have written anything."""
    path: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    size: Mapped[int]
    arrived_at: Mapped[datetime]
    letter: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    why: Mapped[Why] = mapped_column(enum_column(Why))
    sender_id: Mapped[UUID | None] = mapped_column(Uuid)
    """The officer whose pass or sign-in came with it; None for a stranger, of whom nothing is
    kept."""


class LetterNote(Base):
    """What a letter said beside its form: the phone's clock, the version, photos on their way, and
    fields that no form knows. Sealed, because of a tip it would tell the minute."""

    __tablename__ = "letter_notes"

    record_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]

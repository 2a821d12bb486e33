"""Tables of letters: those that nobody could read, and notes on those that became records."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId


class UnreadLetter(Base):
    """A letter that could not be opened, as it came: it waits for a key or a newer version."""

    __tablename__ = "unread_letters"

    id: Mapped[PublicId]
    item_id: Mapped[str] = mapped_column(String(36), index=True)
    """What the phone calls it; whoever sent it may have written anything."""
    path: Mapped[str] = mapped_column(String(400))
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    size: Mapped[int]
    arrived_at: Mapped[datetime]
    letter: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class LetterNote(Base):
    """What a letter said beside its form: the phone's clock, the version, photos on their way, and
    fields that no form knows. Sealed, because of a tip it would tell the minute."""

    __tablename__ = "letter_notes"

    record_kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes]

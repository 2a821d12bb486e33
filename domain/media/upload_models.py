"""Table of photos on their way: what the server holds of each so far."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId, enum_column


class Zone(StrEnum):
    """Through which door a photo comes."""

    STAFF = "staff"
    PUBLIC = "public"


class UploadState(StrEnum):
    """How far a photo is."""

    EXPECTED = "expected"
    """Named by a form that came before it."""
    ARRIVING = "arriving"
    AGAIN = "again"
    """It came whole but with other bytes than it was announced with; it may come once more."""
    DONE = "done"
    """Safe: the photo of the same id waits for its form or belongs to what that became."""
    REFUSED = "refused"
    """It came whole and cannot be kept; `problem` says why."""


class Upload(Base):
    """A photo that arrives bit by bit, as a letter; its bytes lie in a file named by its id.

    How many the server holds is the length of that file. The photo bears the same id.
    """

    __tablename__ = "uploads"

    id: Mapped[PublicId]
    zone: Mapped[Zone] = mapped_column(enum_column(Zone))
    item_id: Mapped[UUID] = mapped_column(index=True)
    """The form that it belongs to, which may arrive before it or after it."""
    form: Mapped[str] = mapped_column(String(20), default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    length: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")
    """Of the whole as it is sent; empty while it is only expected."""
    state: Mapped[UploadState] = mapped_column(enum_column(UploadState))
    problem: Mapped[str] = mapped_column(String(32), default="")
    is_original: Mapped[bool] = mapped_column(default=False, server_default=false())
    """The proof in full size."""
    original_of: Mapped[UUID | None]
    """The photo that it is the original of, as the form says."""
    begun_on: Mapped[date]
    """The day, no minute: beside a tip a minute would tell when it was sent."""

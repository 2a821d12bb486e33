"""Tables of review: what supervisors said of a record."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, OfficerRef, PublicId, enum_column
from domain.feed.models import Kind


class ReviewKind(StrEnum):
    """What was said of a record."""

    ACKNOWLEDGED = "acknowledged"
    COMMENT = "comment"
    """Of a supervisor, or of an officer who answers."""
    SENT_BACK = "sent_back"


class Review(Base):
    """An acknowledgement, a word of the talk about a record, or a note on what to mend."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_record", "record_kind", "record_id"),
        Index("ix_reviews_open_for", "for_officer_id", "mended_at"),
        Index("ix_reviews_open", "kind", "mended_at", "at"),
        Index("ix_reviews_author_id_at", "author_id", "at"),
    )

    id: Mapped[PublicId]
    record_kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    record_id: Mapped[UUID]
    kind: Mapped[ReviewKind] = mapped_column(enum_column(ReviewKind))
    author_id: Mapped[OfficerRef]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    for_officer_id: Mapped[UUID | None]
    """The author of the record: who is asked to mend it, or for whom the word is news."""
    field: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The field of the record that the note is about, "" for all of it."""
    mended_at: Mapped[datetime | None]
    """When it was mended; of a comment when whom it is for has read or answered it."""
    mended_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))

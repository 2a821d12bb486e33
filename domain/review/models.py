"""Tables of review: what supervisors said of a record."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, OfficerRef, PublicId, enum_column
from domain.feed.models import Kind


class ReviewKind(StrEnum):
    """What a supervisor did with a record."""

    ACKNOWLEDGED = "acknowledged"
    COMMENT = "comment"
    SENT_BACK = "sent_back"


class Review(Base):
    """An acknowledgement, a comment, or a record sent back with a note on what to mend."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index("ix_reviews_record", "record_kind", "record_id"),
        Index("ix_reviews_open_for", "for_officer_id", "mended_at"),
        Index("ix_reviews_open", "kind", "mended_at", "at"),
    )

    id: Mapped[PublicId]
    record_kind: Mapped[Kind] = mapped_column(enum_column(Kind))
    record_id: Mapped[UUID]
    kind: Mapped[ReviewKind] = mapped_column(enum_column(ReviewKind))
    author_id: Mapped[OfficerRef]
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
    for_officer_id: Mapped[UUID | None]
    """The author who is asked to mend a record that was sent back."""
    field: Mapped[str] = mapped_column(String(60), default="", server_default="")
    """The field of the record that the note is about, "" for all of it."""
    mended_at: Mapped[datetime | None]
    mended_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))

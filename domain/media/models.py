"""Table of photos: whose they are and where their safe copies lie."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId


class Photo(Base):
    """A photo that was made safe. Until a record claims it, `claim` says who may.

    Photos of tips are sealed under the tip's own key; photos of staff records are plain files
    named by the hash of our own encoder's output.
    """

    __tablename__ = "photos"
    __table_args__ = (
        Index("ix_photos_record_kind_record_id", "record_kind", "record_id", "position"),
        Index("ix_photos_claim", "claim"),
    )

    id: Mapped[PublicId]
    record_kind: Mapped[str] = mapped_column(String(20), default="")
    record_id: Mapped[UUID | None]
    claim: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    position: Mapped[int] = mapped_column(default=0)
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    file_key: Mapped[str] = mapped_column(String(80), default="")
    """Name in the store; empty when the photo could not be read and only its name is kept."""
    thumb_key: Mapped[str] = mapped_column(String(80), default="")
    is_sealed: Mapped[bool] = mapped_column(default=False)
    original_key: Mapped[str] = mapped_column(String(80), default="")
    """Sealed original of an officer's incident photo ("bản gốc")."""
    original_sha256: Mapped[str] = mapped_column(String(64), default="")
    received_sha256: Mapped[bytes] = mapped_column(LargeBinary(32), default=b"")
    """Keyed digest of the bytes received, so that the same form sent twice is the same form."""
    file_name: Mapped[str] = mapped_column(String(120), default="")
    problem: Mapped[str] = mapped_column(String(32), default="")
    created_on: Mapped[date]

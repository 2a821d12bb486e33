"""Tables of papers that were issued and of the templates that units uploaded."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PublicId, enum_column
from domain.people.models import Officer


class PaperKind(StrEnum):
    """What can be made from a tip."""

    NOTICE_OF_RECEIPT = "notice_of_receipt"
    NOTICE_OF_RESULT = "notice_of_result"
    INTAKE_RECORD = "intake_record"
    """"Biên bản tiếp nhận", form 01; a plain summary until the unit uploads its template."""
    TRANSFER_SLIP = "transfer_slip"
    """"Phiếu chuyển", form 03; likewise."""


class TipPaper(Base):
    """One paper of one tip, under a number that its unit never gives again."""

    __tablename__ = "tip_papers"
    __table_args__ = (UniqueConstraint("unit_id", "year", "kind", "number"),)

    id: Mapped[PublicId]
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    kind: Mapped[PaperKind] = mapped_column(enum_column(PaperKind))
    year: Mapped[int]
    number: Mapped[int]
    symbol: Mapped[str] = mapped_column(String(30))
    """What follows the number: "TB-CAX"."""
    issued_at: Mapped[datetime]
    by_id: Mapped[OfficerRef]
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("paper_templates.id"))
    sealed_values: Mapped[bytes]
    """Everything that stands in it, as it stood when it was issued."""

    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class PaperTemplate(Base):
    """A unit's own DOCX form; the newest of a kind that is not retired is the one in use."""

    __tablename__ = "paper_templates"

    id: Mapped[PublicId]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), index=True)
    kind: Mapped[PaperKind] = mapped_column(enum_column(PaperKind))
    file_name: Mapped[str] = mapped_column(String(160))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[OfficerRef]
    retired_at: Mapped[datetime | None]

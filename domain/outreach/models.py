"""Tables of outreach activities and their counts."""

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base
from domain.feed.models import Kind
from domain.records.models import LoggedRecord


class Outreach(LoggedRecord):
    """One outreach activity: a channel, a place, a day, and what was counted."""

    __tablename__ = "outreach"
    __table_args__ = (
        Index("ix_outreach_author_channel", "author_id", "channel", "entered_at"),
        Index("ix_outreach_author_id_held_on", "author_id", "held_on"),
        CheckConstraint("version > 0", name="version"),
    )

    KIND = Kind.OUTREACH

    channel: Mapped[str] = mapped_column(String(60))
    campaign: Mapped[str] = mapped_column(String(200), default="")
    scam_types: Mapped[list[str]] = mapped_column(default=list)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    counts: Mapped[list["OutreachCount"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="OutreachCount.position"
    )


class OutreachCount(Base):
    """One counted unit; a unit that was left empty has no row, because empty is never 0."""

    __tablename__ = "outreach_counts"
    __table_args__ = (CheckConstraint("value >= 0", name="value"),)

    outreach_id: Mapped[UUID] = mapped_column(
        ForeignKey("outreach.id", ondelete="CASCADE"), primary_key=True
    )
    unit: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    is_approximate: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

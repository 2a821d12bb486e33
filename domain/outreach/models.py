"""Tables of outreach activities and their counts."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId
from domain.people.models import Officer
from domain.places.models import Place


class Outreach(Base):
    """One outreach activity: a channel, a place, a day, and what was counted."""

    __tablename__ = "outreach"
    __table_args__ = (
        Index("ix_outreach_author_channel", "author_id", "channel", "entered_at"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[PublicId]
    place_id: Mapped[PlaceRef]
    """The hamlet, or the commune itself for "toàn xã"."""
    channel: Mapped[str] = mapped_column(String(60))
    held_on: Mapped[date]
    started_at: Mapped[time | None]
    venue: Mapped[str] = mapped_column(String(200), default="")
    campaign: Mapped[str] = mapped_column(String(200), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    scam_types: Mapped[list[str]] = mapped_column(default=list)
    partners: Mapped[list[str]] = mapped_column(default=list)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    author_id: Mapped[OfficerRef] = mapped_column()
    entered_at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content as first sent: the same id with the same content changes nothing."""
    sent_photos: Mapped[list[str]] = mapped_column(default=list)
    """Shortened digests of the photos that first came with it, to tell a repeat from a change."""
    version: Mapped[int] = mapped_column(default=1)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(400), default="")

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)
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

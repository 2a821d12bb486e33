"""Table of plans: what is going to be held where and when, and what became of it."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId, enum_column
from domain.people.models import Officer
from domain.places.models import Place


class PlanKind(StrEnum):
    """What is planned; each becomes a record of that kind."""

    OUTREACH = "outreach"
    FORUM = "forum"


class Plan(Base):
    """One thing that is going to be held. Open until it became a record or was cancelled."""

    __tablename__ = "plans"
    __table_args__ = (
        Index("ix_plans_place_id_planned_on", "place_id", "planned_on"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[PublicId]
    kind: Mapped[PlanKind] = mapped_column(enum_column(PlanKind))
    place_id: Mapped[PlaceRef]
    """The hamlet, or the commune itself for "toàn xã"."""
    planned_on: Mapped[date]
    starts_at: Mapped[time | None]
    venue: Mapped[str] = mapped_column(String(200), default="")
    chair: Mapped[str] = mapped_column(String(160), default="")
    channel: Mapped[str] = mapped_column(String(60), default="")
    """The channel of an outreach, "" while it is open and for forums."""
    partners: Mapped[list[str]] = mapped_column(default=list)
    topics: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[OfficerRef]
    entered_at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content as first sent: the same id with the same content changes nothing."""
    version: Mapped[int] = mapped_column(default=1)
    moved_from: Mapped[date | None]
    """The day that people were told before, while it was moved."""
    reason: Mapped[str] = mapped_column(String(400), default="")
    """Why it was last moved, or cancelled. For staff alone."""
    cancelled_at: Mapped[datetime | None]
    record_id: Mapped[UUID | None] = mapped_column(unique=True)
    """The record that it became; the table follows from `kind`."""

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)

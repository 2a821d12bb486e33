"""Tables of forums and the opinions raised there."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId, enum_column
from domain.people.models import Officer
from domain.places.models import Place


class OpinionKind(StrEnum):
    """What an opinion is."""

    PRAISE = "praise"
    CRITICISM = "criticism"
    INFORMATION = "information"
    REQUEST = "request"


class Outcome(StrEnum):
    """How an opinion ended at the forum."""

    ANSWERED = "answered"
    PROMISED = "promised"
    PASSED_ON = "passed_on"


class Forum(Base):
    """A forum "Công an lắng nghe ý kiến Nhân dân" that was held."""

    __tablename__ = "forums"
    __table_args__ = (
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("attendance IS NULL OR attendance >= 0", name="attendance"),
    )

    id: Mapped[PublicId]
    place_id: Mapped[PlaceRef]
    held_on: Mapped[date]
    started_at: Mapped[time | None]
    venue: Mapped[str] = mapped_column(String(200), default="")
    attendance: Mapped[int | None]
    attendance_is_approximate: Mapped[bool] = mapped_column(default=False)
    chair: Mapped[str] = mapped_column(String(160), default="")
    partners: Mapped[list[str]] = mapped_column(default=list)
    contents: Mapped[str] = mapped_column(Text, default="")
    """What police announced."""
    minutes: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
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
    opinions: Mapped[list["Opinion"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Opinion.position"
    )


class Opinion(Base):
    """One opinion: what was said, and how it ended."""

    __tablename__ = "opinions"
    __table_args__ = (
        Index("ix_opinions_forum_id_position", "forum_id", "position"),
        Index("ix_opinions_outcome_answered_on_due_on", "outcome", "answered_on", "due_on"),
    )

    id: Mapped[PublicId]
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forums.id", ondelete="CASCADE"))
    position: Mapped[int]
    """Its number at the forum: people refer to it, so it stays when another one is removed."""
    kind: Mapped[OpinionKind] = mapped_column(enum_column(OpinionKind))
    topic: Mapped[str] = mapped_column(String(120), default="")
    gist: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(120), default="")
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    responsible: Mapped[str] = mapped_column(String(160), default="")
    """Who answers, or the body it was passed on to."""
    due_on: Mapped[date | None]
    answered_on: Mapped[date | None]

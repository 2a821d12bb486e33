"""Tables of notices, of the browsers that take them, and of what is still to be sent."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, OfficerRef, PublicId, enum_column


class NoticeKind(StrEnum):
    """Why somebody is told; the words are made when it is shown and name no content."""

    URGENT = "urgent"
    UNOPENED = "unopened"
    DUE = "due"
    OVERDUE = "overdue"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    WRITTEN = "written"
    """The person wrote."""
    APPEALED = "appealed"
    TO_CHECK = "to_check"
    LATE_NEWS = "late_news"
    """The day on which the person was promised news has passed."""
    FLOOD = "flood"
    NUDGED = "nudged"
    TAKEN_UP = "taken_up"
    """The unit above reminds of tips that are late; the subject is the unit."""


class Notice(Base):
    """One thing that one officer is told of once; `subject` is the id of what it is about."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("officer_id", "kind", "subject"),
        Index("ix_notices_unseen", "officer_id", "seen_at"),
        Index("ix_notices_subject", "subject"),
    )

    id: Mapped[PublicId]
    officer_id: Mapped[OfficerRef]
    kind: Mapped[NoticeKind] = mapped_column(enum_column(NoticeKind))
    subject: Mapped[UUID]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class PushSubscription(Base):
    """A browser that an officer allowed to be woken (Web Push, RFC 8030). It is only ever called
    without words, so no key to encrypt words with is kept."""

    __tablename__ = "push_subscriptions"

    id: Mapped[PublicId]
    officer_id: Mapped[UUID] = mapped_column(
        ForeignKey("officers.id", ondelete="CASCADE"), index=True
    )
    endpoint: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime]


class Channel(StrEnum):
    """How a notice leaves the app."""

    PUSH = "push"
    MAIL = "mail"


class Delivery(Base):
    """Something still to be sent outside; it is tried again until it went or was given up."""

    __tablename__ = "deliveries"
    __table_args__ = (Index("ix_deliveries_next", "next_try_at"),)

    id: Mapped[PublicId]
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id", ondelete="CASCADE"))
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None]
    """None once it is sent or given up."""
    sent_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(200), default="")

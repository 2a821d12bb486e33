"""Tables of forums and the opinions raised there."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, PublicId, enum_column
from domain.feed.models import Kind
from domain.records.models import LoggedRecord


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
    NOT_YET = "not_yet"
    """Nobody has written down how, as while the forum goes on."""


WAITING = (Outcome.PROMISED, Outcome.PASSED_ON)
"""The outcomes after which somebody still has to answer."""


class AnsweredHow(StrEnum):
    """How the answer to an opinion was given."""

    IN_WRITING = "in_writing"
    NEXT_FORUM = "next_forum"
    IN_PERSON = "in_person"


class Forum(LoggedRecord):
    """A forum "Công an lắng nghe ý kiến Nhân dân" that was held."""

    __tablename__ = "forums"
    __table_args__ = (
        Index("ix_forums_author_id_held_on", "author_id", "held_on"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("attendance IS NULL OR attendance >= 0", name="attendance"),
    )

    KIND = Kind.FORUM

    attendance: Mapped[int | None]
    attendance_is_approximate: Mapped[bool] = mapped_column(default=False)
    chair: Mapped[str] = mapped_column(String(160), default="")
    contents: Mapped[str] = mapped_column(Text, default="")
    """What police announced."""
    minutes: Mapped[str] = mapped_column(Text, default="")
    gone: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """Opinions that were taken out: their ids and the numbers they had. An id that a phone sends
    once more brings nothing back, and no number is given twice."""

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
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"), index=True)
    """The officer who sees to it that it is answered."""
    answered_on: Mapped[date | None]
    answered_how: Mapped[AnsweredHow | None] = mapped_column(enum_column(AnsweredHow))
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    """Who added it, when it did not come with the forum."""
    entered_at: Mapped[datetime | None]
    """When it was added, when it did not come with the forum."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

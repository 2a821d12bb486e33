"""Tables of tip boxes, their openings, and duty lines (plan 60/KH-UBND, task II.2)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId
from domain.feed.models import Kind
from domain.places.models import Place
from domain.records.models import LoggedRecord


class Mailbox(Base):
    """A box "hộp thư tố giác tội phạm": where it hangs, who holds its keys, how often it is
    opened."""

    __tablename__ = "mailboxes"
    __table_args__ = (
        CheckConstraint("opened_every BETWEEN 1 AND 366", name="opened_every"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[PublicId]
    place_id: Mapped[PlaceRef]
    """The hamlet where it hangs, or the commune itself."""
    spot: Mapped[str] = mapped_column(String(200))
    key_holders: Mapped[list[str]] = mapped_column(default=list)
    """Names of who holds its keys; an opening offers them."""
    opened_every: Mapped[int]
    """Days within which it is to be opened again."""
    hung_on: Mapped[date]
    """From this day its first opening is counted."""
    author_id: Mapped[OfficerRef]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    retired_on: Mapped[date | None]
    retired_reason: Mapped[str] = mapped_column(String(400), default="")

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


@dataclass(frozen=True, slots=True)
class BoxLine:
    """A box as a line names it, apart from the session."""

    id: UUID
    place_id: UUID
    spot: str
    opened_every: int
    hung_on: date
    retired_on: date | None
    place: str


class MailboxOpening(LoggedRecord):
    """One opening of a box: who opened it together and how many letters lay in it."""

    __tablename__ = "mailbox_openings"
    __table_args__ = (
        Index("ix_mailbox_openings_mailbox_id_held_on", "mailbox_id", "held_on"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("letters >= 0", name="letters"),
    )

    KIND = Kind.MAILBOX

    mailbox_id: Mapped[UUID] = mapped_column(ForeignKey("mailboxes.id"))
    openers: Mapped[list[str]] = mapped_column(default=list)
    letters: Mapped[int]
    """Letters found; 0 is an answer."""
    letters_entered: Mapped[int] = mapped_column(default=0)
    """How many of them were entered as tips. Which tips those are is kept nowhere."""

    mailbox: Mapped[Mailbox] = relationship(lazy="joined", innerjoin=True)


class DutyLine(Base):
    """A telephone that people can call about crime, and when somebody last tried it."""

    __tablename__ = "duty_lines"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    id: Mapped[PublicId]
    place_id: Mapped[PlaceRef]
    """The unit that answers."""
    label: Mapped[str] = mapped_column(String(160))
    phone: Mapped[str] = mapped_column(String(40))
    hours: Mapped[str] = mapped_column(String(120), default="")
    """When somebody answers, in words."""
    checked_on: Mapped[date | None]
    """The last day when somebody called it and was answered."""
    author_id: Mapped[OfficerRef]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    retired_on: Mapped[date | None]

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)

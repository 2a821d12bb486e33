"""The columns of what an officer writes down, and of what was held."""

from datetime import date, datetime, time
from typing import ClassVar
from uuid import UUID

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId
from domain.feed.models import Kind
from domain.people.models import Officer
from domain.places.models import Place


class Written(Base):
    """Sent once under an id of the phone's own, and corrected version by version."""

    __abstract__ = True

    KIND: ClassVar[str]
    """What history and audit log call it."""

    id: Mapped[PublicId]
    place_id: Mapped[PlaceRef]
    """The hamlet, or the commune itself for "toàn xã"."""
    venue: Mapped[str] = mapped_column(String(200), default="")
    partners: Mapped[list[str]] = mapped_column(default=list)
    author_id: Mapped[OfficerRef] = mapped_column()
    entered_at: Mapped[datetime]
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the content as first sent: the same id with the same content changes nothing."""
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    @classmethod
    def place(cls) -> Mapped[Place]:
        """Where it is held."""
        return relationship(lazy="joined", innerjoin=True)

    @declared_attr
    @classmethod
    def author(cls) -> Mapped[Officer]:
        """Who wrote it down."""
        return relationship(lazy="joined", innerjoin=True)


class LoggedRecord(Written):
    """What was held where and when, who logged it, and whether it still stands."""

    __abstract__ = True

    KIND: ClassVar[Kind]
    """What feed and photos call it too."""

    held_on: Mapped[date]
    started_at: Mapped[time | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    sent_photos: Mapped[list[str]] = mapped_column(default=list)
    """Shortened digests of the photos that first came with it, to tell a repeat from a change."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(400), default="")
    event_id: Mapped[UUID | None] = mapped_column(index=True)
    """Shared by the records of one event that several units held together; None: nobody else's."""


class ApartRecords(Base):
    """Two records of the same hours and hamlet of which somebody said that they are two events."""

    __tablename__ = "apart_records"

    first_id: Mapped[UUID] = mapped_column(primary_key=True)
    """The smaller of the two ids."""
    second_id: Mapped[UUID] = mapped_column(primary_key=True)
    said_by: Mapped[OfficerRef]
    said_at: Mapped[datetime]

"""Tables of the work on tips: limits, transfers, who still watches, numbered papers."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PublicId, enum_column
from domain.people.models import Officer
from domain.places.models import Place


class TipDeadline(Base):
    """One limit of law on one tip, as the rule stood when the tip was classified."""

    __tablename__ = "tip_deadlines"
    __table_args__ = (
        UniqueConstraint("tip_id", "rule"),
        Index("ix_tip_deadlines_open", "met_at", "due_at"),
    )

    id: Mapped[PublicId]
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"))
    rule: Mapped[str] = mapped_column(String(60))
    """Code of the row of the list of deadlines."""
    value: Mapped[int]
    unit: Mapped[str] = mapped_column(String(20))
    legal_basis: Mapped[str] = mapped_column(String(600))
    counted_from: Mapped[datetime]
    due_at: Mapped[datetime]
    met_at: Mapped[datetime | None]
    met_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))


class TransferWay(StrEnum):
    """Which way a tip was handed on."""

    UP = "up"
    TAKEN_UP = "taken_up"
    """The unit above took it away: the slip is of the series of the unit that had it."""
    BACK = "back"
    SIDEWAYS = "sideways"
    OUTSIDE = "outside"
    """To an authority that does not use this system, on paper."""


class TipTransfer(Base):
    """One handing over of a tip, under a slip whose number is never given twice."""

    __tablename__ = "tip_transfers"
    __table_args__ = (UniqueConstraint("from_unit_id", "slip_year", "slip_number"),)

    id: Mapped[PublicId]
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), index=True)
    way: Mapped[TransferWay] = mapped_column(enum_column(TransferWay))
    from_unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    to_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id"))
    to_name: Mapped[str] = mapped_column(String(200), default="")
    """The authority outside, when it is one."""
    slip_number: Mapped[int]
    slip_year: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[OfficerRef]
    sealed_note: Mapped[bytes] = mapped_column(LargeBinary)

    from_unit: Mapped[Place] = relationship(
        lazy="joined", innerjoin=True, foreign_keys="TipTransfer.from_unit_id"
    )
    to_unit: Mapped[Place | None] = relationship(
        lazy="joined", foreign_keys="TipTransfer.to_unit_id"
    )
    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class TipWatcher(Base):
    """A unit that had the tip and still follows where it stands, under the number it gave."""

    __tablename__ = "tip_watchers"
    __table_args__ = (UniqueConstraint("unit_id", "number"),)

    tip_id: Mapped[UUID] = mapped_column(
        ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    number: Mapped[int]


class PaperSeries(Base):
    """The last number that a unit gave to papers of one kind in a year."""

    __tablename__ = "paper_series"
    __table_args__ = (CheckConstraint("last > 0", name="last"),)

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int]

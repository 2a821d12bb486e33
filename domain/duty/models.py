"""Tables of duty shifts ("ca trực") and of the numbers that were dialled for them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PublicId
from domain.people.models import Officer
from domain.places.models import Place


class DutyShift(Base):
    """One officer on duty at one unit, from an instant to another."""

    __tablename__ = "duty_shifts"
    __table_args__ = (
        Index("ix_duty_shifts_unit_id", "unit_id", "ends_at"),
        CheckConstraint("ends_at > starts_at", name="order"),
    )

    id: Mapped[PublicId]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    officer_id: Mapped[OfficerRef]
    phone: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("officers.id"))
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    cancelled_at: Mapped[datetime | None]

    officer: Mapped[Officer] = relationship(
        lazy="joined", innerjoin=True, foreign_keys="DutyShift.officer_id"
    )


class DutyNumber(Base):
    """A number of a unit's roster that somebody answered when it was dialled: people may be told
    it. The unit's own number lies with the unit, under the same rule."""

    __tablename__ = "duty_numbers"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    dialled_on: Mapped[date]
    by_id: Mapped[OfficerRef]
    at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    """Since then people are not told it. The row stays: who was told it still has it."""

    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)
    unit: Mapped[Place] = relationship(lazy="joined", innerjoin=True)

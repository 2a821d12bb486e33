"""Table of stubs: all that is left of a tip whose time of keeping is over."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId, enum_column
from domain.tips.models import TipOutcome, TipState


class TipStub(Base):
    """A tip as a figure: month, unit, category and how it ended. No number of the tip, no day."""

    __tablename__ = "tip_stubs"
    __table_args__ = (Index("ix_tip_stubs_unit_id", "unit_id", "month"),)

    id: Mapped[PublicId]
    month: Mapped[date]
    """The first of the month in which it came."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    category: Mapped[str] = mapped_column(String(60))
    state: Mapped[TipState] = mapped_column(enum_column(TipState))
    outcome: Mapped[TipOutcome | None] = mapped_column(enum_column(TipOutcome))
    slip: Mapped[str] = mapped_column(String(40), default="")
    """Number of the slip under which it was handed to an authority outside, "7/2024"."""

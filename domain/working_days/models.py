"""Table of days that the holiday calendar does not know: an admin's own."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base


class OwnDay(Base):
    """A day off that no calendar has, or a day off that is worked to make up for another."""

    __tablename__ = "own_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_worked: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(160))
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))

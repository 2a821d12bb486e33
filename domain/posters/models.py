"""Tables of posters and of what happened at them by day."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, PlaceRef, PublicId, enum_column
from domain.places.models import Place


class PosterState(StrEnum):
    """Whether a poster still speaks for its place."""

    LIVE = "live"
    RETIRED = "retired"
    REVOKED = "revoked"


class Poster(Base):
    """A QR poster at a spot of a hamlet. Its code is opaque and never reused."""

    __tablename__ = "posters"
    __table_args__ = (UniqueConstraint("series_place_id", "serial"),)

    id: Mapped[PublicId]
    code: Mapped[str] = mapped_column(String(6), unique=True)
    series_place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    """The commune whose series the serial number belongs to."""
    serial: Mapped[int]
    place_id: Mapped[PlaceRef]
    spot: Mapped[str] = mapped_column(String(120))
    state: Mapped[PosterState] = mapped_column(enum_column(PosterState))
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    """The chief; none when a command on the server issued it."""
    issued_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str] = mapped_column(String(400), default="")
    replaced_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("posters.id"))
    version: Mapped[int] = mapped_column(default=1)

    place: Mapped[Place] = relationship(
        lazy="joined", innerjoin=True, foreign_keys="Poster.place_id"
    )

    @property
    def printed_serial(self) -> str:
        """The number in the unit's series as it stands on the paper: "0147"."""
        return f"{self.serial:04d}"


class PosterDay(Base):
    """Scans and tips of a poster on a day, without time and without a link to any tip."""

    __tablename__ = "poster_days"

    poster_id: Mapped[UUID] = mapped_column(ForeignKey("posters.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    scans: Mapped[int] = mapped_column(default=0)
    tips: Mapped[int] = mapped_column(default=0)

"""Tables of bank contacts, for staff alone, and of calls made for a tip."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId, enum_column
from domain.people.models import Officer
from domain.places.models import Place


class BankContact(Base):
    """A branch, a person there, and the phones by day and by night."""

    __tablename__ = "bank_contacts"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    id: Mapped[PublicId]
    place_id: Mapped[PlaceRef]
    """The place whose police, and those below it, see it."""
    bank: Mapped[str] = mapped_column(String(60))
    """Code of the list of banks and e-wallets."""
    branch: Mapped[str] = mapped_column(String(160), default="")
    person: Mapped[str] = mapped_column(String(160), default="")
    day_phone: Mapped[str] = mapped_column(String(40), default="")
    night_phone: Mapped[str] = mapped_column(String(40), default="")
    note: Mapped[str] = mapped_column(String(400), default="")
    checked_on: Mapped[date | None]
    checked_by: Mapped[str] = mapped_column(String(160), default="")
    author_id: Mapped[OfficerRef]
    entered_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    retired_on: Mapped[date | None]

    place: Mapped[Place] = relationship(lazy="joined", innerjoin=True)


class CallResult(StrEnum):
    """What the bank said."""

    HELD = "held"
    TOO_LATE = "too_late"
    WANTS_PAPER = "wants_paper"
    NO_ANSWER = "no_answer"


class BankCall(Base):
    """One call to a bank for one tip; counted in the indicator K18."""

    __tablename__ = "bank_calls"
    __table_args__ = (CheckConstraint("version > 0", name="version"),)

    id: Mapped[PublicId]
    tip_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tips.id", ondelete="SET NULL"), index=True
    )
    """None once the tip was erased: the call still counts."""
    unit_id: Mapped[PlaceRef]
    bank: Mapped[str] = mapped_column(String(60))
    called_at: Mapped[datetime]
    result: Mapped[CallResult] = mapped_column(enum_column(CallResult))
    amount_held: Mapped[int] = mapped_column(BigInteger, default=0)
    """In đồng."""
    sealed_note: Mapped[bytes] = mapped_column(LargeBinary)
    """Who answered and what was said."""
    by_id: Mapped[OfficerRef]
    version: Mapped[int] = mapped_column(default=1)
    is_struck: Mapped[bool] = mapped_column(default=False)
    """Logged by mistake: it stays readable and counts nothing."""

    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)

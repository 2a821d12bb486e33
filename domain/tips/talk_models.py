"""Tables of what passes between the person and the police: contact, messages, the slip's claim."""

from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, PublicId
from domain.people.models import Officer


class TipContact(Base):
    """How to reach the person, apart from the tip and under its own key."""

    __tablename__ = "tip_contacts"

    tip_id: Mapped[UUID] = mapped_column(
        ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True
    )
    key_id: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[bytes]
    last_opened_on: Mapped[date | None]
    """Shown to the person on the receipt page."""
    left_on: Mapped[date | None]
    """The day it was left or replaced later; none when it came with the tip."""
    kept_until: Mapped[date | None]
    """The day until whose end somebody said that it is still needed."""


class TipMessage(Base):
    """One message between the person and the police; its time lies in the sealed part."""

    __tablename__ = "tip_messages"
    __table_args__ = (UniqueConstraint("tip_id", "position"),)

    id: Mapped[PublicId]
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"))
    position: Mapped[int]
    from_police: Mapped[bool]
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    sealed_body: Mapped[bytes]
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))

    author: Mapped[Officer | None] = relationship(lazy="joined")


class TipClaim(Base):
    """A slip's one-time number: it only opens the page that shows the real code once."""

    __tablename__ = "tip_claims"

    tip_id: Mapped[UUID] = mapped_column(
        ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True
    )
    claim_lookup: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_on: Mapped[date]
    used_on: Mapped[date | None]

"""Tables of tips. Words, names, numbers and exact times are sealed; plain columns stay coarse."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PublicId, enum_column
from domain.people.models import Officer
from domain.places.models import Place


class TipState(StrEnum):
    """The four states a tip can have."""

    NEW = "new"
    READING = "reading"
    ANSWERED = "answered"
    CLOSED = "closed"


class Source(StrEnum):
    """How a tip came in."""

    WEB = "web"
    POSTER = "poster"
    PHONE = "phone"
    DESK = "desk"
    MAILBOX = "mailbox"
    FORUM = "forum"
    OFFICER = "officer"
    BANK = "bank"


class HalfDay(StrEnum):
    """The finest time that plain columns of a tip may tell."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class LossBand(StrEnum):
    """How much money was lost, in steps that do not identify anybody (đồng)."""

    NOT_TOLD = "not_told"
    UNDER_10M = "under_10m"
    FROM_10M = "from_10m"
    FROM_50M = "from_50m"
    OVER_100M = "over_100m"


class CloseReason(StrEnum):
    """Why a tip was closed."""

    RESOLVED = "resolved"
    NOT_ENOUGH = "not_enough"
    DUPLICATE = "duplicate"
    NOT_OURS = "not_ours"
    SPAM = "spam"


class StepKind(StrEnum):
    """What a line of a tip's timeline tells."""

    OPENED = "opened"
    TAKEN = "taken"
    STATE = "state"
    CATEGORY = "category"
    CONTACT = "contact"
    RELEASED = "released"


class Tip(Base):
    """A tip and what anybody in the receiving unit may know of it without opening it."""

    __tablename__ = "tips"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        UniqueConstraint("submission_lookup", "fingerprint"),
        Index("ix_tips_unit_state", "unit_id", "is_quarantined", "state", "received_on"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[PublicId]
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    """The place whose police unit received it: a commune, or the parent it was sent to."""
    number: Mapped[int]
    """From a series per receiving unit, so that a commune cannot count what went past it."""
    place_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id"))
    """The hamlet or commune it is about; none for "không rõ"."""
    category: Mapped[str] = mapped_column(String(60))
    source: Mapped[Source] = mapped_column(enum_column(Source))
    state: Mapped[TipState] = mapped_column(enum_column(TipState), default=TipState.NEW)
    received_on: Mapped[date]
    received_half: Mapped[HalfDay] = mapped_column(enum_column(HalfDay))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """Money was sent less than 24 hours before."""
    loss_band: Mapped[LossBand] = mapped_column(enum_column(LossBand), default=LossBand.NOT_TOLD)
    has_contact: Mapped[bool] = mapped_column(default=False)
    is_named: Mapped[bool] = mapped_column(default=False)
    """A named report without a receipt code: the person asks with the slip's number."""
    is_quarantined: Mapped[bool] = mapped_column(default=False)
    quarantine_reason: Mapped[str] = mapped_column(String(40), default="")
    key_id: Mapped[str] = mapped_column(String(16))
    wrapped_key: Mapped[bytes]
    sealed_received: Mapped[bytes]
    """The exact instant, apart from the words, so that a clock can be shown without reading."""
    sealed_body: Mapped[bytes]
    submission_lookup: Mapped[bytes] = mapped_column(LargeBinary(32))
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    receipt_lookup: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    """The officer who typed it in; none when the person sent it themselves."""
    taken_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    opened_at: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None] = mapped_column(enum_column(CloseReason))
    has_new_message: Mapped[bool] = mapped_column(default=False)
    """The person wrote something that nobody in the unit has read."""
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Place] = relationship(lazy="joined", innerjoin=True, foreign_keys="Tip.unit_id")
    place: Mapped[Place | None] = relationship(lazy="joined", foreign_keys="Tip.place_id")
    taken_by: Mapped[Officer | None] = relationship(lazy="joined", foreign_keys="Tip.taken_by_id")


class TipSeries(Base):
    """The last number given in a receiving unit's series."""

    __tablename__ = "tip_series"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    last: Mapped[int]


class TipIdentifier(Base):
    """A suspect's phone, account, link…: sealed, with a keyed tag that can be compared."""

    __tablename__ = "tip_identifiers"
    __table_args__ = (Index("ix_tip_identifiers_tag", "tag"),)

    id: Mapped[PublicId]
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    tag: Mapped[bytes] = mapped_column(LargeBinary(8))
    sealed_value: Mapped[bytes]
    position: Mapped[int] = mapped_column(default=0)


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


class TipStep(Base):
    """What the unit did with a tip, for its timeline."""

    __tablename__ = "tip_steps"
    __table_args__ = (Index("ix_tip_steps_tip_id", "tip_id", "at"),)

    id: Mapped[PublicId]
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"))
    kind: Mapped[StepKind] = mapped_column(enum_column(StepKind), default=StepKind.STATE)
    state: Mapped[TipState] = mapped_column(enum_column(TipState))
    """The state of the tip after the step."""
    at: Mapped[datetime]
    by_id: Mapped[OfficerRef]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class TipClaim(Base):
    """A slip's one-time number: it only opens the page that shows the real code once."""

    __tablename__ = "tip_claims"

    tip_id: Mapped[UUID] = mapped_column(
        ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True
    )
    claim_lookup: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    expires_on: Mapped[date]
    used_on: Mapped[date | None]

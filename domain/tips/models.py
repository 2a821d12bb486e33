"""Tables of tips. Words, names, numbers and exact times are sealed; plain columns stay coarse."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, PublicId, enum_column, index_of_some
from domain.people.models import Officer
from domain.places.models import Place


class TipState(StrEnum):
    """Where a tip stands; `lifecycle` says what may follow what."""

    NEW = "new"
    HELD = "held"
    """An officer has it."""
    VERIFYING = "verifying"
    WAITING = "waiting"
    """The person was asked something."""
    TRANSFERRED = "transferred"
    """Handed to another unit, or to an authority outside, with a numbered slip."""
    RESOLVED = "resolved"
    NOT_ENOUGH = "not_enough"
    DUPLICATE = "duplicate"
    SPAM = "spam"


OPEN_STATES = (TipState.NEW, TipState.HELD, TipState.VERIFYING, TipState.WAITING)
"""Somebody in the receiving unit still has work with it."""


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


class Classification(StrEnum):
    """What a tip is in law once an officer has said so (BLTTHS art. 144)."""

    RAW = "raw"
    """"Tin phản ánh": nobody has classified it."""
    DENUNCIATION = "denunciation"
    """"Tố giác": a person denounces an act with signs of crime."""
    CRIME_REPORT = "crime_report"
    """"Tin báo về tội phạm": information on a case with signs of crime."""
    OTHER = "other"
    """Something else that police answer."""


class FoundIn(StrEnum):
    """Where a suspect's phone, account or link stood."""

    FIELD = "field"
    """Typed into the box for it."""
    STORY = "story"
    """Recognised in the words, and accepted by an officer."""
    QR = "qr"
    """Read out of a picture, and accepted by an officer."""
    OFFICER = "officer"
    """Added by an officer."""


class TipOutcome(StrEnum):
    """What came of a tip that was resolved."""

    ANSWERED = "answered"
    PREVENTED = "prevented"
    """The money had not left, or was stopped in time."""
    MONEY_HELD = "money_held"
    HANDLED = "handled"
    """Whoever did it was dealt with."""
    PROSECUTED = "prosecuted"
    """The investigation agency took it up."""
    NO_CRIME = "no_crime"
    NOT_OURS = "not_ours"
    """The person was shown who is responsible."""


class EndCheck(StrEnum):
    """Whether a second person has looked at a tip closed as spam, duplicate or too little."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    CONFIRMED = "confirmed"


class StepKind(StrEnum):
    """What a line of a tip's timeline tells."""

    OPENED = "opened"
    TAKEN = "taken"
    STATE = "state"
    CATEGORY = "category"
    CONTACT = "contact"
    RELEASED = "released"
    CLASSIFIED = "classified"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    CHECKED = "checked"
    REOPENED = "reopened"
    APPEALED = "appealed"
    """The person asked the unit above to look again."""
    APPEAL_DECIDED = "appeal_decided"
    ESCALATED = "escalated"
    SENTENCE = "sentence"
    EXTENDED = "extended"
    LIMIT_MET = "limit_met"
    BANK_CALL = "bank_call"
    BANK_CALL_CORRECTED = "bank_call_corrected"
    RETURNED = "returned"
    """It came back from an authority outside."""
    VICTIM_SPOKEN = "victim_spoken"
    IDENTIFIER = "identifier"
    PAPER = "paper"
    CONTACT_LEFT = "contact_left"
    CONTACT_WITHDRAWN = "contact_withdrawn"
    CONTACT_DESTROYED = "contact_destroyed"
    """Its time of keeping was over."""


_BY_STATE = ("unit_id", "is_quarantined", "state")


class Tip(Base):
    """A tip and what anybody in the receiving unit may know of it without opening it."""

    __tablename__ = "tips"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        UniqueConstraint("submission_lookup", "fingerprint"),
        # With the tip itself at the end, so that the board reads its first few from the index.
        Index("ix_tips_unit_state", *_BY_STATE, "received_on", "id"),
        Index("ix_tips_unit_due", *_BY_STATE, "due_at", "id"),
        Index("ix_tips_urgent", *_BY_STATE, "is_urgent", "received_on", "id"),
        index_of_some("ix_tips_closed", "unit_id", "closed_on", where="closed_on IS NOT NULL"),
        index_of_some(
            "ix_tips_appeal_answer", "appeal_answer_on", where="appeal_answer_on IS NOT NULL"
        ),
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
    """It jumps the queue: money may still be stopped, or somebody may be held."""
    in_danger: Mapped[bool] = mapped_column(default=False)
    """Urgent for a person's sake: words or category say that somebody may be held."""
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
    """When somebody in the unit that has it now first opened it."""
    accepted_at: Mapped[datetime | None]
    """When a police officer first had it, in whatever unit: what the limits of law count from."""
    classification: Mapped[Classification] = mapped_column(
        enum_column(Classification), default=Classification.RAW
    )
    outcome: Mapped[TipOutcome | None] = mapped_column(enum_column(TipOutcome))
    duplicate_of_id: Mapped[UUID | None] = mapped_column(ForeignKey("tips.id"))
    due_at: Mapped[datetime | None]
    """The nearest limit that is still to be met; kept by `deadlines`."""
    next_news_on: Mapped[date | None]
    """The day that the person was told to look again."""
    sealed_sentence: Mapped[bytes | None]
    """What the person reads of the state, where an officer wrote other words than the list's."""
    end_check: Mapped[EndCheck] = mapped_column(enum_column(EndCheck), default=EndCheck.NOT_NEEDED)
    is_sampled: Mapped[bool] = mapped_column(default=False)
    """Drawn, when one person cleared it from what waits apart, to be shown to the unit above."""
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    closed_on: Mapped[date | None]
    appealed_on: Mapped[date | None]
    """The person asked the unit above to look again, and nobody there has decided."""
    appeal_answer_on: Mapped[date | None]
    """The last day by which the person was told that the unit above answers."""
    escalation: Mapped[int] = mapped_column(default=0)
    """How far an unopened tip has been carried up: 1 to the chief, 2 to the parent unit."""
    victim_spoken_on: Mapped[date | None]
    """An officer spoke with an identified victim: only then may a tip carry weight elsewhere."""
    hold_until: Mapped[date | None]
    """Until the end of this day it is not erased, whatever its time of keeping."""
    sealed_hold_reason: Mapped[bytes | None]
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
    found_in: Mapped[FoundIn] = mapped_column(enum_column(FoundIn), default=FoundIn.FIELD)
    tag_form: Mapped[str] = mapped_column(String(24), default="")
    """By which rules and key the tag was made; another one than today's is made anew."""


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
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("officers.id"))
    """None for what the person or the clock did."""
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    by: Mapped[Officer | None] = relationship(lazy="joined")

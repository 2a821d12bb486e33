"""Tables of dated lists and of settings."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId, enum_column


class ListKey(StrEnum):
    """The lists an admin keeps; each has a data file of the same name to start from."""

    SCAM_TYPES = "scam_types"
    CRIME_TYPES = "crime_types"
    TIP_CATEGORIES = "tip_categories"
    TIP_IDENTIFIERS = "tip_identifiers"
    OUTREACH_CHANNELS = "outreach_channels"
    COUNT_UNITS = "count_units"
    PARTNERS = "partners"
    BANKS = "banks"
    HOTLINES = "hotlines"
    DEADLINES = "deadlines"
    INDICATORS = "indicators"
    STATE_SENTENCES = "state_sentences"
    """What the person reads of each state, and in how many days there is news."""
    ANSWER_TEMPLATES = "answer_templates"
    FOLLOW_UP_QUESTIONS = "follow_up_questions"


class ReferenceItem(Base):
    """One row of a dated list. A change of meaning is a new row with a later `valid_from`."""

    __tablename__ = "reference_items"
    __table_args__ = (
        UniqueConstraint("list_key", "code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
    )

    id: Mapped[PublicId]
    list_key: Mapped[ListKey] = mapped_column(enum_column(ListKey))
    code: Mapped[str] = mapped_column(String(60))
    name_vi: Mapped[str] = mapped_column(String(400))
    name_en: Mapped[str] = mapped_column(String(400), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """The other columns of the list's data file, by name."""
    source: Mapped[str] = mapped_column(String(600), default="")
    position: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[UUID | None]


class PlaceOverride(Base):
    """Where one place goes by another value than the list: a limit, a pace of news."""

    __tablename__ = "place_overrides"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    list_key: Mapped[ListKey] = mapped_column(enum_column(ListKey), primary_key=True)
    code: Mapped[str] = mapped_column(String(60), primary_key=True)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The columns that differ."""
    source: Mapped[str] = mapped_column(String(600), default="")
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None]


class Setting(Base):
    """A setting of this deployment that differs from its default."""

    __tablename__ = "settings"

    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(JSON)
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID | None] = mapped_column()

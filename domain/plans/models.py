"""Table of plans: what is going to be held where and when, and what became of it."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import enum_column
from domain.records.models import Written


class PlanKind(StrEnum):
    """What is planned; each becomes a record of that kind."""

    OUTREACH = "outreach"
    FORUM = "forum"


class Plan(Written):
    """One thing that is going to be held. Open until it became a record or was cancelled."""

    __tablename__ = "plans"
    __table_args__ = (
        Index("ix_plans_place_id_planned_on", "place_id", "planned_on"),
        CheckConstraint("version > 0", name="version"),
    )

    KIND = "plan"

    kind: Mapped[PlanKind] = mapped_column(enum_column(PlanKind))
    planned_on: Mapped[date]
    starts_at: Mapped[time | None]
    chair: Mapped[str] = mapped_column(String(160), default="")
    channel: Mapped[str] = mapped_column(String(60), default="")
    """The channel of an outreach, "" while it is open and for forums."""
    topics: Mapped[str] = mapped_column(Text, default="")
    moved_from: Mapped[date | None]
    """The day that people were told before, while it was moved."""
    reason: Mapped[str] = mapped_column(String(400), default="")
    """Why it was last moved, or cancelled. For staff alone."""
    cancelled_at: Mapped[datetime | None]
    record_id: Mapped[UUID | None] = mapped_column(unique=True)
    """The record that it became; the table follows from `kind`."""

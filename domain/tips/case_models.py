"""Tables of cases: tips of one matter held together, and the files made of them for others.

No words lie open here: what a case is about is told by its tips, reasons are sealed under their
keys, and all of it goes with them when they are erased.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, OfficerRef, PlaceRef, PublicId, enum_column
from domain.people.models import Officer
from domain.places.models import Place


class TipCase(Base):
    """Tips that a unit holds together as one matter, under a number it never gives again."""

    __tablename__ = "tip_cases"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "number"),
        CheckConstraint("version > 0", name="version"),
    )

    id: Mapped[PublicId]
    unit_id: Mapped[PlaceRef]
    """The place whose police unit holds the case; its tips may lie with units below."""
    year: Mapped[int]
    number: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[OfficerRef]
    dissolved_at: Mapped[datetime | None]
    """When it came to hold no tip any more, by an officer; the number stays given."""
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Place] = relationship(lazy="joined", innerjoin=True)
    opened_by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class TipCaseMember(Base):
    """A tip in a unit's case. Each unit holds cases of its own, so that what one merges tells the
    others nothing; of one unit's a tip is in one at most. It leaves them when it is erased."""

    __tablename__ = "tip_case_members"

    tip_id: Mapped[UUID] = mapped_column(
        ForeignKey("tips.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    """The unit of the case."""
    case_id: Mapped[UUID] = mapped_column(ForeignKey("tip_cases.id"), index=True)


class CaseStepKind(StrEnum):
    """What happened to a tip in a case."""

    JOINED = "joined"
    LEFT = "left"
    IN_FILE = "in_file"
    """It stands in a file that was made of the case for another authority."""


class TipCaseStep(Base):
    """One line of a case's history, apart from the timeline of the tip: that is read by the unit
    that received it, which may not know what its superiors put together."""

    __tablename__ = "tip_case_steps"

    id: Mapped[PublicId]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("tip_cases.id"), index=True)
    tip_id: Mapped[UUID] = mapped_column(ForeignKey("tips.id", ondelete="CASCADE"), index=True)
    kind: Mapped[CaseStepKind] = mapped_column(enum_column(CaseStepKind))
    at: Mapped[datetime]
    by_id: Mapped[OfficerRef]
    sealed_note: Mapped[bytes]
    """Why, under the tip's key; empty where that key was lost."""

    by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)


class TipCaseFile(Base):
    """One making of a case's file, under a number of its own. The file itself is not kept: a copy
    would outlive the tips in it. Its SHA-256 tells whether a file that turns up is this one."""

    __tablename__ = "tip_case_files"
    __table_args__ = (UniqueConstraint("unit_id", "year", "number"),)

    id: Mapped[PublicId]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("tip_cases.id"), index=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"))
    """Whose series the number is of."""
    year: Mapped[int]
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[OfficerRef]
    to_name: Mapped[str] = mapped_column(String(200))
    """The authority it was made for."""
    tips: Mapped[int]
    """How many tips stand in it."""
    has_contacts: Mapped[bool] = mapped_column(default=False)
    sha256: Mapped[bytes] = mapped_column(LargeBinary(32))

    made_by: Mapped[Officer] = relationship(lazy="joined", innerjoin=True)

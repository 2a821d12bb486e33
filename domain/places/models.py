"""Tables of places: the dated tree, successors, and who may look where."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from domain.base import Base, PublicId, enum_column
from domain.dialled import Dialled
from domain.places.naming import paper_mark_of

LONGEST_MARK = 12
"""Characters of what stands for a unit after the number of its papers."""


class Level(StrEnum):
    """The levels a tree can have; what each is called stands in `Place.level_label`."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    HAMLET = "hamlet"


class SuccessorScope(StrEnum):
    """How much of the old place went into the new one."""

    WHOLE = "whole"
    PART = "part"
    REMAINDER = "remainder"


class Place(Base):
    """A province, district, commune or hamlet for the time it existed under this name."""

    __tablename__ = "places"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index("ix_places_parent_id_sort_key", "parent_id", "sort_key"),
    )

    id: Mapped[PublicId]
    code: Mapped[str] = mapped_column(String(40))
    """National code of a unit ("30094"); for a hamlet the commune's code and a number."""
    level: Mapped[Level] = mapped_column(enum_column(Level))
    level_label: Mapped[str] = mapped_column(String(40))
    """What people call the level here: "xã", "thị trấn", "phường", "huyện", "ấp"."""
    name: Mapped[str] = mapped_column(String(120))
    full_name: Mapped[str] = mapped_column(String(160))
    sort_key: Mapped[str] = mapped_column(String(600))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("places.id"))
    unit_title: Mapped[str] = mapped_column(String(160), default="")
    """Name of the police unit that serves this place; empty for a hamlet."""
    paper_mark: Mapped[str] = mapped_column(String(LONGEST_MARK), default="")
    """What stands for the unit after the number of its papers; empty: as its level is called."""
    duty_phone: Mapped[str] = mapped_column(String(20), default="")
    duty_phone_checked_on: Mapped[date | None]
    """The day an officer dialled the number; an unchecked number is never shown to people."""
    duty_phone_checked_by: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(String(240), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    is_example: Mapped[bool] = mapped_column(default=False)
    """True for a place invented for the demo; screens say so."""
    source: Mapped[str] = mapped_column(String(400), default="")

    @property
    def mark(self) -> str:
        """What stands for the unit in the symbol of its own papers, and of nobody else's."""
        return self.paper_mark or paper_mark_of(self.level_label)

    @property
    def duty_call(self) -> Dialled:
        """The duty phone with its check; people see only what `.shown` gives."""
        return Dialled(
            number=self.duty_phone or "",
            on=self.duty_phone_checked_on,
            by=self.duty_phone_checked_by or "",
        )


class Succession(Base):
    """One old place, one new place, how much of it and since when."""

    __tablename__ = "place_successions"

    old_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    new_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)
    scope: Mapped[SuccessorScope] = mapped_column(enum_column(SuccessorScope))
    effective_from: Mapped[date]
    source: Mapped[str] = mapped_column(String(400), default="")


class PlaceScope(Base):
    """Whoever sits at `viewer_id` may look at `place_id`: its subtree and what it succeeded.

    Derived from the two tables above by `services.rebuild_scopes`; viewer-scoped queries join it.
    """

    __tablename__ = "place_scopes"

    viewer_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True)
    place_id: Mapped[UUID] = mapped_column(ForeignKey("places.id"), primary_key=True, index=True)

"""Where a tip about a place goes: the unit that reads it, or that unit's parent."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.places import queries
from domain.places.models import Level, Place
from domain.places.naming import in_a_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A police unit as people see it. A number nobody has dialled and dated is not in here."""

    place_id: UUID
    name: str
    """Name of its place, for the feed."""
    title: str
    duty_phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """What the public pages of one place need to know; plain values that may be kept a while."""

    code: str
    """The place's own code; empty when the person does not know the place."""
    place_id: UUID | None
    title: str
    """ "Ấp Bình Mỹ A, xã Bình Thạnh"; empty when the place is not known."""
    unit: Unit
    parent: Unit | None

    def receiver(self, send_to: str) -> Unit:
        """The unit that `commune` or `parent` stands for; whoever has no parent reads all."""
        return self.parent if send_to == "parent" and self.parent else self.unit


def to_place(db: Session, place: Place, on: date) -> Doorway:
    """The doorway of a hamlet or commune; an old place leads to the unit that took over."""
    commune = queries.commune_of(db, place) or place
    serving = _in_use(db, commune, on)
    return Doorway(
        code=place.code,
        place_id=place.id,
        title=_title(place, commune),
        unit=unit_of(serving),
        parent=_parent(db, serving),
    )


def to_anywhere(db: Session, on: date) -> Doorway:
    """The doorway for "không rõ": the nearest unit above all communes of the tree."""
    commune = select(Place).where(Place.level == Level.COMMUNE, queries.valid_on(on))
    first = db.scalars(commune.order_by(Place.sort_key).limit(1)).one()
    above = queries.parent_unit(db, first) or first
    return Doorway(code="", place_id=None, title="", unit=unit_of(above), parent=_parent(db, above))


def _in_use(db: Session, commune: Place, on: date) -> Place:
    while commune.valid_to is not None and commune.valid_to < on:
        successor = queries.successor_of(db, commune.id)
        if successor is None:
            break
        commune = successor
    return commune


def _parent(db: Session, place: Place) -> Unit | None:
    above = queries.parent_unit(db, place)
    return unit_of(above) if above else None


def unit_of(place: Place) -> Unit:
    """The unit that serves a commune or a larger place, as people see it."""
    return Unit(
        place_id=place.id,
        name=place.full_name,
        title=place.unit_title,
        duty_phone=place.duty_call.shown,
        address=place.address,
    )


def _title(place: Place, commune: Place) -> str:
    if place.id == commune.id:
        return place.full_name
    return f"{place.full_name}, {in_a_sentence(commune.full_name)}"

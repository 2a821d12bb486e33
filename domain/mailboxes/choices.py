"""What a form about boxes offers: places of the unit, and the people of the unit by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people.models import Officer
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.reference.settings import Settings
from domain.reference.settings import load as load_settings
from domain.text import fold, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The places where a unit hangs its boxes, and its people."""

    unit: Place
    areas: Sequence[Place]
    """Hamlets of a commune; a larger unit hangs boxes of its own at itself alone."""
    people: Sequence[str]
    settings: Settings = field(repr=False)

    def places(self) -> dict[str, Place]:
        """Every place that can be chosen, by its id as text."""
        return {str(place.id): place for place in (*self.areas, self.unit)}


def choices_for(db: Session, officer: Officer, *, tree_day: date) -> Choices:
    """Everything to choose from; `tree_day` is the day whose tree of places is in use."""
    unit = officer.place
    people = select(Officer.name).where(Officer.place_id == unit.id, Officer.is_active)
    return Choices(
        unit=unit,
        areas=places.hamlets(db, unit.id, tree_day) if unit.level == Level.COMMUNE else (),
        people=distinct(db.scalars(people.order_by(Officer.name))),
        settings=load_settings(db),
    )


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names in their order, each person once, however it was written the second time."""
    found: dict[str, str] = {}
    for name in map(one_line, names):
        if name:
            found.setdefault(fold(name), name)
    return tuple(found.values())

"""What an officer can choose from when logging a forum: places of the unit, co-organisers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people.models import Officer, Role
from domain.places import queries as places
from domain.places.models import Place
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.reference.settings import Settings
from domain.reference.settings import load as load_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The places an officer may log for, the co-organisers in force, who chairs as a rule."""

    unit: Place
    areas: Sequence[Place]
    """Hamlets of a commune; for a larger unit its communes."""
    partners: dict[str, ReferenceItem]
    chief: str
    """The name of the unit's own chief, "" while it has none."""
    settings: Settings = field(repr=False)

    def place_ids(self) -> set[str]:
        """Every place that can be chosen, by its id as text."""
        return {str(place.id) for place in (*self.areas, self.unit)}


def choices_for(db: Session, officer: Officer, *, on: date, tree_day: date) -> Choices:
    """Everything to choose from on a day; `tree_day` is the day whose tree of places is in use."""
    unit = officer.place
    return Choices(
        unit=unit,
        areas=places.areas(db, unit, tree_day),
        partners={item.code: item for item in reference.items(db, ListKey.PARTNERS, on)},
        chief=_chief_of(db, unit),
        settings=load_settings(db),
    )


def _chief_of(db: Session, unit: Place) -> str:
    query = select(Officer.name).where(
        Officer.place_id == unit.id, Officer.role == Role.CHIEF, Officer.is_active
    )
    return db.scalars(query.order_by(Officer.created_at).limit(1)).first() or ""

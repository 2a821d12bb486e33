"""What an officer can choose from when logging a forum: places of the unit, co-organisers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

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
    owners: Mapping[UUID, str]
    """Who of the unit can be given a promise to keep: their names by their ids."""
    settings: Settings = field(repr=False)

    def place_ids(self) -> set[str]:
        """Every place that can be chosen, by its id as text."""
        return {str(place.id) for place in (*self.areas, self.unit)}


def choices_for(db: Session, officer: Officer, *, on: date, tree_day: date) -> Choices:
    """Everything to choose from on a day; `tree_day` is the day whose tree of places is in use."""
    unit = officer.place
    serving = _serving(db, officer)
    return Choices(
        unit=unit,
        areas=places.areas(db, unit, tree_day),
        partners={item.code: item for item in reference.items(db, ListKey.PARTNERS, on)},
        chief=next((name for _, name, role in serving if role is Role.CHIEF), ""),
        owners={officer_id: name for officer_id, name, _ in serving},
        settings=load_settings(db),
    )


def _serving(db: Session, officer: Officer) -> Sequence[tuple[UUID, str, Role]]:
    """Whoever logs for the officer's unit, the chief who came first in front."""
    query = select(Officer.id, Officer.name, Officer.role).where(
        Officer.place_id == officer.place_id,
        Officer.organisation == officer.organisation,
        Officer.role.in_([Role.CHIEF, Role.OFFICER]),
        Officer.is_active,
    )
    return [
        (row.id, row.name, row.role)
        for row in db.execute(query.order_by(Officer.role, Officer.created_at, Officer.id))
    ]

"""What an officer can choose from when logging a forum: places of the unit, co-organisers."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
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


class Choices:
    """The places an officer may log for, the co-organisers in force, who chairs as a rule.

    Each list is read when it is first asked for: a form shows them all, saving looks at few.
    """

    def __init__(self, db: Session, officer: Officer, *, on: date, tree_day: date) -> None:
        self._db, self._officer, self._on, self._tree_day = db, officer, on, tree_day
        self.unit: Place = officer.place

    @cached_property
    def areas(self) -> Sequence[Place]:
        """Hamlets of a commune; for a larger unit its communes."""
        return places.areas(self._db, self.unit, self._tree_day)

    @cached_property
    def partners(self) -> dict[str, ReferenceItem]:
        """The co-organisers by their codes."""
        return {item.code: item for item in reference.items(self._db, ListKey.PARTNERS, self._on)}

    @cached_property
    def _serving(self) -> Sequence[tuple[UUID, str, Role]]:
        return _serving(self._db, self._officer)

    @property
    def chief(self) -> str:
        """The name of the unit's own chief, "" while it has none."""
        return next((name for _, name, role in self._serving if role is Role.CHIEF), "")

    @cached_property
    def owners(self) -> Mapping[UUID, str]:
        """Who of the unit can be given a promise to keep: their names by their ids."""
        return {officer_id: name for officer_id, name, _ in self._serving}

    @cached_property
    def settings(self) -> Settings:
        """The settings in force."""
        return load_settings(self._db)

    def place_ids(self) -> set[str]:
        """Every place that can be chosen, by its id as text."""
        areas = places.area_ids(self._db, self.unit, self._tree_day)
        return {str(place_id) for place_id in (*areas, self.unit.id)}


def choices_for(db: Session, officer: Officer, *, on: date, tree_day: date) -> Choices:
    """Everything to choose from on a day; `tree_day` is the day whose tree of places is in use."""
    return Choices(db, officer, on=on, tree_day=tree_day)


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

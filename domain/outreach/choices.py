"""What an officer can choose from when logging: places of the unit, channels, units, lists."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from domain.people.models import Officer
from domain.places import queries as places
from domain.places.models import Place
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem
from domain.reference.settings import Settings
from domain.reference.settings import load as load_settings

PEOPLE = "people"
DEMOGRAPHICS = "demographics"
"""Units of this group split attendance by sex, age and occupation: only in periods when that is
switched on, and only where people are counted."""

Items = dict[str, ReferenceItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The lists in force on a day, by code, and the places an officer may log for."""

    unit: Place
    areas: Sequence[Place]
    """Hamlets of a commune; for a larger unit its communes."""
    channels: Items
    units: Items
    scam_types: Items
    partners: Items
    settings: Settings = field(repr=False)

    def places(self) -> dict[str, Place]:
        """Every place that can be chosen, by its id as text."""
        return {str(place.id): place for place in (*self.areas, self.unit)}

    def units_of(self, channel: str, day: date) -> list[str]:
        """Keys of what the channel counts, the main one first."""
        item = self.channels.get(channel)
        listed = str(item.details.get("count_units", "")).split(";") if item else []
        units = [key for key in listed if key in self.units]
        if units and self._group(units[0]) == PEOPLE and self.settings.demographics_on(day):
            units += [key for key in self.units if self._group(key) == DEMOGRAPHICS]
        return units

    def group_of(self, unit: str) -> str:
        """The group of a counted unit, "" for an unknown one."""
        return self._group(unit) if unit in self.units else ""

    def _group(self, unit: str) -> str:
        return str(self.units[unit].details.get("group", ""))


def choices_for(db: Session, officer: Officer, *, on: date, tree_day: date) -> Choices:
    """Everything to choose from on a day; `tree_day` is the day whose tree of places is in use."""
    unit = officer.place
    lists = {
        key: {item.code: item for item in reference.items(db, key, on)}
        for key in (
            ListKey.OUTREACH_CHANNELS,
            ListKey.COUNT_UNITS,
            ListKey.SCAM_TYPES,
            ListKey.PARTNERS,
        )
    }
    return Choices(
        unit=unit,
        areas=places.areas(db, unit, tree_day),
        channels=lists[ListKey.OUTREACH_CHANNELS],
        units=lists[ListKey.COUNT_UNITS],
        scam_types=lists[ListKey.SCAM_TYPES],
        partners=lists[ListKey.PARTNERS],
        settings=load_settings(db),
    )

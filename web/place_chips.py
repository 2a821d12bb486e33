"""The places of a unit as chips of a form."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext

from domain.places.models import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One choice: what is sent, and what stands on it."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceChips:
    """What a form offers as places."""

    label: str
    areas: Sequence[Chip]
    is_numbered: bool
    """Whether every area stands by its bare number."""
    whole: Chip
    elsewhere: Chip | None
    """The chosen place, when the unit no longer has it."""


def place_chips(
    unit: Place,
    areas: Sequence[Place],
    chosen: str,
    name_of: Callable[[str], str],
    *,
    twins: Mapping[UUID, str],
) -> PlaceChips:
    """Areas by their bare number where all have one, else by name; then the whole unit.

    `chosen` is the id of the place that the form holds; `name_of` names one by its id; `twins`
    tells areas of the same name apart.
    """
    numbers = [area.name.removeprefix(area.level_label.capitalize()).strip() for area in areas]
    is_numbered = len(set(numbers)) == len(areas) and all(n.isdigit() for n in numbers)
    names = numbers if is_numbered else [twins.get(area.id, area.name) for area in areas]
    known = {str(place.id) for place in (*areas, unit)}
    return PlaceChips(
        label=areas[0].level_label.capitalize() if areas else "",
        areas=[Chip(value=str(a.id), text=name) for a, name in zip(areas, names, strict=True)],
        is_numbered=is_numbered,
        whole=Chip(value=str(unit.id), text=gettext("Toàn %(level)s", level=unit.level_label)),
        elsewhere=Chip(value=chosen, text=name_of(chosen))
        if chosen and chosen not in known
        else None,
    )

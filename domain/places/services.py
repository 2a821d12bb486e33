"""Writing places: add, correct, and derive who may look where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain.places.models import Level, Place, PlaceScope, Succession, SuccessorScope
from domain.text import clean, sort_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlace:
    """What is told about a place when it is added."""

    code: str
    level: Level
    level_label: str
    name: str
    full_name: str
    parent_id: UUID | None
    valid_from: date
    valid_to: date | None = None
    unit_title: str = ""
    latitude: float | None = None
    longitude: float | None = None
    is_example: bool = False
    source: str = ""


def add(db: Session, *, place: NewPlace) -> Place:
    """Add a place. Callers that add several call `rebuild_scopes` once afterwards."""
    row = Place(
        id=uuid4(),
        sort_key=sort_key(place.name),
        name=clean(place.name),
        full_name=clean(place.full_name),
        **{
            field: getattr(place, field)
            for field in [
                "code",
                "level",
                "level_label",
                "parent_id",
                "valid_from",
                "valid_to",
                "unit_title",
                "latitude",
                "longitude",
                "is_example",
                "source",
            ]
        },
    )
    db.add(row)
    return row


def _pairs(
    parents: dict[UUID, UUID | None], old_to_new: dict[UUID, list[UUID]]
) -> Iterable[tuple[UUID, UUID]]:
    for place_id in parents:
        seen: set[UUID] = set()
        waiting = [place_id]
        while waiting:
            viewer = waiting.pop()
            if viewer in seen:
                continue
            seen.add(viewer)
            yield viewer, place_id
            parent = parents[viewer]
            waiting += [parent] if parent else []
            waiting += old_to_new.get(viewer, [])


def rebuild_scopes(db: Session) -> None:
    """Derive `PlaceScope` anew: a place is seen by itself, its parents, and by whatever
    succeeded any of these whole or as the remainder."""
    db.flush()  # The new rows must be visible to the selects below.
    parents = {row.id: row.parent_id for row in db.execute(select(Place.id, Place.parent_id))}
    old_to_new: dict[UUID, list[UUID]] = {}
    for link in db.scalars(select(Succession).where(Succession.scope != SuccessorScope.PART)):
        old_to_new.setdefault(link.old_id, []).append(link.new_id)
    db.execute(delete(PlaceScope))
    rows = [{"viewer_id": v, "place_id": p} for v, p in _pairs(parents, old_to_new)]
    if rows:
        db.execute(insert(PlaceScope), rows)

"""Where a place goes by another value than a list: the nearest place above that says so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.places.models import Place
from domain.places.queries import ancestors
from domain.reference.models import ListKey, PlaceOverride
from domain.vault.keys import KeyRing


def of_place(db: Session, place_id: UUID, key: ListKey) -> Mapping[str, PlaceOverride]:
    """What a place itself says, by the code of the row it differs from."""
    query = select(PlaceOverride).where(
        PlaceOverride.place_id == place_id, PlaceOverride.list_key == key
    )
    return {row.code: row for row in db.scalars(query)}


def in_force_at(db: Session, place: Place, key: ListKey) -> Mapping[str, PlaceOverride]:
    """What holds at a place: its own word, else that of the nearest place above."""
    chain = [above.id for above in ancestors(db, place)]
    query = select(PlaceOverride).where(
        PlaceOverride.place_id.in_(chain), PlaceOverride.list_key == key
    )
    found: Sequence[PlaceOverride] = db.scalars(query).all()
    farthest_first = sorted(found, key=lambda row: chain.index(row.place_id), reverse=True)
    return {row.code: row for row in farthest_first}


def put(
    db: Session,
    ring: KeyRing,
    *,
    place: Place,
    key: ListKey,
    code: str,
    details: Mapping[str, str],
    source: str,
    who: Who,
    now: datetime,
) -> None:
    """Let a place go by other values of a row than the list."""
    at = (place.id, key, code)
    row = db.get(PlaceOverride, at) or PlaceOverride(place_id=place.id, list_key=key, code=code)
    row.details, row.source = dict(details), source
    row.changed_at, row.changed_by = now, who.actor_id
    db.add(row)
    told = ", ".join(f"{name} {value}" for name, value in details.items())
    _note(db, ring, row=row, said=told, who=who, at=now)


def drop(
    db: Session, ring: KeyRing, *, place: Place, key: ListKey, code: str, who: Who, now: datetime
) -> None:
    """Let a place go by the list again; nothing when it does already."""
    row = db.get(PlaceOverride, (place.id, key, code))
    if row is not None:
        _note(db, ring, row=row, said="dropped", who=who, at=now)
        db.delete(row)


def _note(
    db: Session, ring: KeyRing, *, row: PlaceOverride, said: str, who: Who, at: datetime
) -> None:
    act = Act(
        action=Action.REFERENCE_CHANGED,
        object_kind="place",
        object_id=str(row.place_id),
        reason=f"{row.list_key.value} {row.code} here: {said}"[:400],
    )
    record(db, ring, at=at, who=who, act=act)

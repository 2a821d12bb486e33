"""Whom a notice of a unit reaches: its readers of tips, its chiefs, the unit above."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people.models import Officer, Role
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Level, Place, PlaceScope
from domain.places.queries import valid_on

_CHIEFS = frozenset({Role.CHIEF, Role.SUPERVISOR})
_DEEPEST_FIRST = (Level.HAMLET, Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)


def readers(db: Session, unit_id: UUID, on: date) -> Sequence[UUID]:
    """Active officers of the unit who may read tips; of its successor once it has ended.

    `on` is the day whose tree of places is in use, here and below.
    """
    return [officer.id for officer in _readers(db, unit_id, on)]


def chiefs(db: Session, unit_id: UUID, on: date) -> Sequence[UUID]:
    """Those of them who lead the unit; everybody who reads where nobody leads."""
    everybody = _readers(db, unit_id, on)
    leading = [officer.id for officer in everybody if officer.role in _CHIEFS]
    return leading or [officer.id for officer in everybody]


def above(db: Session, unit_id: UUID, on: date) -> Sequence[UUID]:
    """Those who lead the unit above; nobody above the highest."""
    parent = places.parent_unit(db, unit_now(db, unit_id, on))
    return chiefs(db, parent.id, on) if parent else ()


def unit_now(db: Session, unit_id: UUID, on: date) -> Place:
    """The unit itself while it exists, then the nearest one that took it over."""
    unit = places.get(db, unit_id)
    if unit.valid_from <= on and (unit.valid_to is None or unit.valid_to >= on):
        return unit
    query = (
        select(Place)
        .join(PlaceScope, PlaceScope.viewer_id == Place.id)
        .where(PlaceScope.place_id == unit_id, Place.unit_title != "", valid_on(on))
    )
    found = sorted(db.scalars(query), key=lambda place: _DEEPEST_FIRST.index(place.level))
    return found[0] if found else unit


def _readers(db: Session, unit_id: UUID, on: date) -> Sequence[Officer]:
    at = unit_now(db, unit_id, on).id
    query = select(Officer).where(Officer.place_id == at, Officer.is_active.is_(True))
    found = db.scalars(query.order_by(Officer.id)).unique()
    return [officer for officer in found if may(officer, Permission.READ_TIPS)]

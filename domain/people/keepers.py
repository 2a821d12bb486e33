"""Who minds what somebody wrote who may not send it any more: their unit's chief."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people.models import Officer, Role
from domain.people.queries import last_seen
from domain.people.rules import Permission, may
from domain.places import queries as places
from domain.places.models import Place
from domain.places.queries import successor_of

_MOST_SUCCESSIONS = 5
_NEVER = datetime.min.replace(tzinfo=UTC)


def writes_for(db: Session, officer: Officer, place_id: UUID, *, on: date) -> bool:
    """Whether somebody is at the unit they wrote for, or at the one that took it over since."""
    return any(unit.id == officer.place_id for unit in _line(db, place_id, on))


def keeper_of(
    db: Session, *, place_id: UUID, permission: Permission, organisation: str, on: date
) -> Officer | None:
    """The chief of a unit, or of the one that took it over, who may do the same: of several who
    was here last. None when there is none."""
    for unit in reversed(list(_line(db, place_id, on))):
        query = select(Officer).where(
            Officer.place_id == unit.id,
            Officer.role == Role.CHIEF,
            Officer.organisation == organisation,
            Officer.is_active,
        )
        chiefs = db.scalars(query.order_by(Officer.created_at, Officer.id)).unique()
        if able := [chief for chief in chiefs if may(chief, permission)]:
            seen = last_seen(db, [chief.id for chief in able])
            return max(able, key=lambda chief: seen.get(chief.id, _NEVER))
    return None


def _line(db: Session, place_id: UUID, on: date) -> Iterator[Place]:
    """The unit, and while it has ended the one that took over."""
    place: Place | None = places.get(db, place_id)
    for _ in range(_MOST_SUCCESSIONS):
        if place is None:
            return
        yield place
        has_ended = place.valid_to is not None and place.valid_to < on
        place = successor_of(db, place.id) if has_ended else None

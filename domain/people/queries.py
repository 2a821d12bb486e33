"""Reading people and their sign-ins."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from domain.errors import NotFound
from domain.people.models import DeviceKind, Officer, Role, SignIn
from domain.people.rules import roles_below
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.places.queries import scope_of, valid_on
from domain.rows import ByKey
from domain.text import holds, sort_key, terms

_SIGN_INS, _OFFICERS = ByKey(SignIn), ByKey(Officer)
"""Asked for with every page of staff."""
IDLE = {
    DeviceKind.OWN_PHONE: timedelta(hours=4),
    DeviceKind.SHARED_PHONE: timedelta(minutes=15),
    DeviceKind.STATION_PC: timedelta(minutes=30),
}
ABSOLUTE = {
    DeviceKind.OWN_PHONE: timedelta(hours=12),
    DeviceKind.SHARED_PHONE: timedelta(hours=2),
    DeviceKind.STATION_PC: timedelta(hours=8),
}


def secret_hash(secret: str) -> bytes:
    """SHA-256 of a random secret; a slow hash is for what people choose, not for 256 bits."""
    return hashlib.sha256(secret.encode()).digest()


def _is_over(found: SignIn, now: datetime) -> bool:
    return now >= found.expires_at or now - found.last_seen_at >= IDLE[found.device_kind]


def live_sign_in(db: Session, *, secret: str, now: datetime) -> SignIn | None:
    """The sign-in behind a cookie, unless it ended, expired or idled too long."""
    found = _SIGN_INS.get(db, secret_hash(secret))
    if found is None or found.ended_at is not None or _is_over(found, now):
        return None
    return found


def lapsed_sign_in(db: Session, *, secret: str, now: datetime) -> SignIn | None:
    """The sign-in behind a cookie that ran out by itself; one that somebody ended is gone."""
    found = db.get(SignIn, secret_hash(secret)) if secret else None
    if found is None or found.ended_at is not None or not _is_over(found, now):
        return None
    return found if active_officer(db, found.officer_id) is not None else None


def sign_ins_of(db: Session, *, officer: Officer, now: datetime) -> Sequence[SignIn]:
    """An officer's live sign-ins, the last used first."""
    query = select(SignIn).where(
        SignIn.officer_id == officer.id, SignIn.ended_at.is_(None), SignIn.expires_at > now
    )
    rows = db.scalars(query.order_by(SignIn.last_seen_at.desc())).all()
    return [row for row in rows if not _is_over(row, now)]


def active_officer(db: Session, officer_id: UUID) -> Officer | None:
    """The officer, unless deactivated."""
    officer = _OFFICERS.get(db, officer_id)
    if officer is None or not officer.is_active:
        return None
    if "place" in inspect(officer).unloaded:
        set_committed_value(officer, "place", places.get(db, officer.place_id))
    return officer


def by_username(db: Session, username: str) -> Officer | None:
    """The officer with this user name, active or not."""
    return db.scalars(select(Officer).where(Officer.username == username)).one_or_none()


def _managed(viewer: Officer) -> Select[Officer]:
    """Whom the viewer looks after: an admin everybody, others the roles below in their places."""
    query = select(Officer)
    if viewer.role is Role.ADMIN:
        return query
    return query.where(
        Officer.place_id.in_(scope_of(viewer.place_id)), Officer.role.in_(roles_below(viewer))
    )


def managed_by(db: Session, viewer: Officer, search: str = "") -> list[tuple[Place, list[Officer]]]:
    """The people whom the viewer looks after, by place from the top of the tree, in Vietnamese
    order. `search` holds beginnings of words of names and places, with or without accents."""
    wanted = terms(search)
    found: dict[UUID, tuple[Place, list[Officer]]] = {}
    for officer in db.scalars(_managed(viewer)).unique():
        if holds(f"{officer.name} {officer.username} {officer.place.full_name}", wanted):
            found.setdefault(officer.place_id, (officer.place, []))[1].append(officer)
    for _, people in found.values():
        people.sort(key=lambda officer: (not officer.is_active, sort_key(officer.name)))
    levels = list(Level)
    return sorted(found.values(), key=lambda pair: (levels.index(pair[0].level), pair[0].sort_key))


def get_managed(db: Session, viewer: Officer, officer_id: UUID) -> Officer:
    """One of them. Raises `NotFound` alike for unseen and absent."""
    query = _managed(viewer).where(Officer.id == officer_id)
    officer = db.scalars(query).unique().one_or_none()
    if officer is None:
        raise NotFound
    return officer


def last_seen(db: Session, officer_ids: Collection[UUID]) -> dict[UUID, datetime]:
    """When each was last seen, as far as sign-ins are still kept."""
    query = select(SignIn.officer_id, func.max(SignIn.last_seen_at)).where(
        SignIn.officer_id.in_(officer_ids)
    )
    return {row[0]: row[1] for row in db.execute(query.group_by(SignIn.officer_id))}


def units_offered(db: Session, viewer: Officer, on: date) -> Sequence[Place]:
    """Where the viewer may post people: the units of their places on the day, from the top."""
    query = select(Place).where(Place.level != Level.HAMLET, valid_on(on))
    if viewer.role is not Role.ADMIN:
        query = query.where(Place.id.in_(scope_of(viewer.place_id)))
    levels = list(Level)
    return sorted(db.scalars(query), key=lambda place: (levels.index(place.level), place.sort_key))


def count_at(db: Session, place_id: UUID) -> int:
    """How many people who can sign in sit at a place."""
    query = select(func.count()).where(Officer.place_id == place_id, Officer.is_active)
    return db.scalar(query) or 0


def count_waiting(db: Session) -> int:
    """How many accounts wait for their first sign-in."""
    query = select(func.count()).where(Officer.is_active, Officer.password_hash == "")
    return db.scalar(query) or 0


def names_of(db: Session, officer_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names by id, of people who left too."""
    query = select(Officer.id, Officer.name).where(Officer.id.in_(officer_ids))
    return {row.id: row.name for row in db.execute(query)}

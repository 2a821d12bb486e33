"""Reading people and their sign-ins."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.people.models import DeviceKind, Officer, SignIn
from domain.places.queries import scope_of

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


def live_sign_in(db: Session, *, secret: str, now: datetime) -> SignIn | None:
    """The sign-in behind a cookie, unless it ended, expired or idled too long."""
    found = db.get(SignIn, secret_hash(secret))
    if found is None or found.ended_at is not None or now >= found.expires_at:
        return None
    return found if now - found.last_seen_at < IDLE[found.device_kind] else None


def active_officer(db: Session, officer_id: UUID) -> Officer | None:
    """The officer, unless deactivated."""
    officer = db.get(Officer, officer_id)
    return officer if officer is not None and officer.is_active else None


def by_username(db: Session, username: str) -> Officer | None:
    """The officer with this user name, active or not."""
    return db.scalars(select(Officer).where(Officer.username == username)).one_or_none()


def managed_by(db: Session, viewer: Officer) -> Sequence[Officer]:
    """Officers in the viewer's places, by name of place and person."""
    query = select(Officer).where(Officer.place_id.in_(scope_of(viewer.place_id)))
    return db.scalars(query.order_by(Officer.name)).unique().all()


def get_managed(db: Session, viewer: Officer, officer_id: UUID) -> Officer:
    """One of them. Raises `NotFound` alike for unseen and absent."""
    query = select(Officer).where(
        Officer.id == officer_id, Officer.place_id.in_(scope_of(viewer.place_id))
    )
    officer = db.scalars(query).unique().one_or_none()
    if officer is None:
        raise NotFound
    return officer

"""Phones enrolled once: the second factor of whoever carries one, for 90 days."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.base import new_record_id
from domain.errors import NotFound
from domain.people.models import Enrolment, Officer, SignIn
from domain.people.queries import secret_hash
from domain.vault.keys import KeyRing

LASTS = timedelta(days=90)


def enrol(
    db: Session, ring: KeyRing, *, officer: Officer, label: str, who: Who, now: datetime
) -> tuple[str, Enrolment]:
    """Enrol the phone in hand: the 256-bit secret for its cookie, and the row."""
    secret = secrets.token_urlsafe(32)
    row = Enrolment(
        id=new_record_id(now),
        officer_id=officer.id,
        secret_hash=secret_hash(secret),
        label=label,
        created_at=now,
        expires_at=now + LASTS,
    )
    db.add(row)
    db.flush()
    act = Act(action=Action.PHONE_ENROLLED, object_kind="enrolment", object_id=str(row.id))
    record(db, ring, at=now, who=who, act=act)
    return secret, row


def live_enrolment(db: Session, *, secret: str, now: datetime) -> Enrolment | None:
    """The enrolment behind a phone's cookie, unless revoked or over."""
    if not secret:
        return None
    query = select(Enrolment).where(Enrolment.secret_hash == secret_hash(secret))
    found = db.scalars(query).one_or_none()
    if found is None or found.revoked_at is not None or now >= found.expires_at:
        return None
    return found


def enrolments_of(db: Session, *, officer: Officer, now: datetime) -> Sequence[Enrolment]:
    """The phones an officer has enrolled and that still count, newest first."""
    query = select(Enrolment).where(
        Enrolment.officer_id == officer.id,
        Enrolment.revoked_at.is_(None),
        Enrolment.expires_at > now,
    )
    return db.scalars(query.order_by(Enrolment.created_at.desc())).all()


def revoke_enrolment(
    db: Session, ring: KeyRing, *, officer: Officer, enrolment_id: UUID, who: Who, now: datetime
) -> None:
    """Take a phone back: it stops being a second factor and its sign-ins end at once.

    Raises `NotFound` when the officer has no such phone.
    """
    row = db.get(Enrolment, enrolment_id)
    if row is None or row.officer_id != officer.id:
        raise NotFound
    row.revoked_at = row.revoked_at or now
    officer.passes_from = now
    db.execute(
        update(SignIn)
        .where(SignIn.enrolment_id == enrolment_id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
    act = Act(action=Action.PHONE_REVOKED, object_kind="enrolment", object_id=str(enrolment_id))
    record(db, ring, at=now, who=who, act=act)

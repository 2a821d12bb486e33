"""Writing people and their sign-ins."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.people.models import DeviceKind, Officer, SignIn
from domain.people.queries import ABSOLUTE, secret_hash


def start_sign_in(
    db: Session,
    *,
    officer: Officer,
    device_kind: DeviceKind,
    label: str,
    second_factor: bool,
    now: datetime,
    enrolment_id: UUID | None = None,
) -> tuple[str, SignIn]:
    """A new server-side session: the secret for the cookie, and its row."""
    secret = secrets.token_urlsafe(32)
    row = SignIn(
        id=secret_hash(secret),
        officer_id=officer.id,
        device_kind=device_kind,
        label=label,
        enrolment_id=enrolment_id,
        second_factor=second_factor,
        started_at=now,
        last_seen_at=now,
        expires_at=now + ABSOLUTE[device_kind],
    )
    db.add(row)
    return secret, row


def end_sign_ins(
    db: Session, *, officer_id: UUID, now: datetime, but: SignIn | None = None
) -> None:
    """End every live sign-in of an officer, except perhaps the one in use."""
    query = update(SignIn).where(SignIn.officer_id == officer_id, SignIn.ended_at.is_(None))
    if but is not None:
        query = query.where(SignIn.id != but.id)
    db.execute(query.values(ended_at=now))

"""Writing people and their sign-ins."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.people.models import DeviceKind, Enrolment, Officer, OneTimeCode, RecoveryCode, SignIn
from domain.people.queries import ABSOLUTE, IDLE, secret_hash
from domain.people.rules import SIGN_INS_AT_ONCE, tips_open_for
from domain.reference import settings
from domain.vault.keys import KeyRing


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
    """A new server-side session: the secret for the cookie, and its row.

    Past the number of sign-ins a kind of device may have at once, the one idle longest lapses.
    """
    _make_room(db, officer_id=officer.id, device_kind=device_kind, now=now)
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
        pin_failures=0,
    )
    open_tips(db, row=row, now=now)
    db.add(row)
    return secret, row


def _make_room(db: Session, *, officer_id: UUID, device_kind: DeviceKind, now: datetime) -> None:
    """They lapse rather than end, so that a form half typed there is still held for its author."""
    query = (
        select(SignIn)
        .where(
            SignIn.officer_id == officer_id,
            SignIn.device_kind == device_kind,
            SignIn.ended_at.is_(None),
            SignIn.expires_at > now,
            SignIn.last_seen_at > now - IDLE[device_kind],
        )
        .order_by(SignIn.last_seen_at.desc())
        .offset(SIGN_INS_AT_ONCE[device_kind] - 1)
    )
    for oldest in db.scalars(query).all():
        oldest.expires_at = now


def open_tips(db: Session, *, row: SignIn, now: datetime) -> None:
    """Let tip pages open without the PIN until this sign-in idles."""
    minutes = settings.load(db)["idle_tip_minutes"]
    row.tips_open_until = now + tips_open_for(row.device_kind, minutes)


def renew_secret(db: Session, *, row: SignIn, second_factor: bool, now: datetime) -> str:
    """Step up: the same sign-in under a new secret, its tip pages open; the old secret is dead."""
    secret = secrets.token_urlsafe(32)
    fresh = SignIn(
        id=secret_hash(secret),
        officer_id=row.officer_id,
        device_kind=row.device_kind,
        label=row.label,
        enrolment_id=row.enrolment_id,
        second_factor=second_factor,
        started_at=row.started_at,
        last_seen_at=now,
        expires_at=row.expires_at,
        pin_failures=0,
    )
    open_tips(db, row=fresh, now=now)
    row.ended_at = now
    db.add(fresh)
    return secret


def end_sign_ins(
    db: Session, *, officer_id: UUID, now: datetime, but: SignIn | None = None
) -> None:
    """End every live sign-in of an officer, except perhaps the one in use, and their passes."""
    query = update(SignIn).where(SignIn.officer_id == officer_id, SignIn.ended_at.is_(None))
    if but is not None:
        query = query.where(SignIn.id != but.id)
    db.execute(query.values(ended_at=now))
    db.get_one(Officer, officer_id).passes_from = now


def forget_secrets(db: Session, *, officer: Officer, now: datetime) -> None:
    """Take away whatever an officer signs in with, and end every sign-in."""
    officer.password_hash = officer.pin_hash = ""
    officer.totp_sealed = None
    db.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))
    phones = update(Enrolment).where(
        Enrolment.officer_id == officer.id, Enrolment.revoked_at.is_(None)
    )
    db.execute(phones.values(revoked_at=now))
    end_sign_ins(db, officer_id=officer.id, now=now)


def deactivate(db: Session, ring: KeyRing, *, officer: Officer, who: Who, now: datetime) -> None:
    """Shut an account: nothing it signs in with works from the next request on."""
    forget_secrets(db, officer=officer, now=now)
    codes = update(OneTimeCode).where(
        OneTimeCode.officer_id == officer.id, OneTimeCode.used_at.is_(None)
    )
    db.execute(codes.values(used_at=now))
    officer.is_active = False
    act = Act(
        action=Action.OFFICER_CHANGED,
        object_kind="officer",
        object_id=str(officer.id),
        reason="deactivated",
    )
    record(db, ring, at=now, who=who, act=act)

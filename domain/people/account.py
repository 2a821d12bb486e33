"""What people change about their own account, each with its audit entry."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.errors import NotFound
from domain.people import good_passwords, recovery
from domain.people.models import Officer, SignIn
from domain.people.passwords import hash_password
from domain.people.queries import sign_ins_of
from domain.people.rules import needs_second_factor
from domain.people.services import end_sign_ins
from domain.vault.keys import KeyRing


def shortest_password(officer: Officer, *, second_factor_required: bool) -> int:
    """Characters a password needs: fewer where it never stands alone."""
    if second_factor_required and needs_second_factor(officer):
        return good_passwords.WITH_SECOND_FACTOR
    return good_passwords.ALONE


def _note(
    db: Session,
    ring: KeyRing,
    *,
    officer: Officer,
    who: Who,
    action: Action,
    why: str,
    at: datetime,
) -> None:
    act = Act(action=action, object_kind="officer", object_id=str(officer.id), reason=why)
    record(db, ring, at=at, who=who, act=act)


def change_password(
    db: Session,
    ring: KeyRing,
    *,
    officer: Officer,
    password: str,
    keep: SignIn,
    who: Who,
    now: datetime,
) -> None:
    """A new password; every other sign-in ends."""
    officer.password_hash = hash_password(password)
    end_sign_ins(db, officer_id=officer.id, now=now, but=keep)
    _note(db, ring, officer=officer, who=who, action=Action.PASSWORD_CHANGED, why="own", at=now)


def change_pin(
    db: Session, ring: KeyRing, *, officer: Officer, pin: str, who: Who, now: datetime
) -> None:
    """A new PIN."""
    officer.pin_hash = hash_password(pin)
    _note(db, ring, officer=officer, who=who, action=Action.PIN_CHANGED, why="own", at=now)


def set_totp(
    db: Session,
    ring: KeyRing,
    *,
    officer: Officer,
    sealed: bytes,
    step: int,
    who: Who,
    now: datetime,
) -> None:
    """Keep the seed whose code was just typed; that code is used up."""
    officer.totp_sealed = sealed
    officer.totp_last_step = step
    why = "totp set"
    _note(db, ring, officer=officer, who=who, action=Action.SECOND_FACTOR_CHANGED, why=why, at=now)


def remove_totp(db: Session, ring: KeyRing, *, officer: Officer, who: Who, now: datetime) -> None:
    """Forget the app's seed."""
    officer.totp_sealed = None
    why = "totp removed"
    _note(db, ring, officer=officer, who=who, action=Action.SECOND_FACTOR_CHANGED, why=why, at=now)


def renew_recovery_codes(
    db: Session, ring: KeyRing, *, officer: Officer, who: Who, now: datetime
) -> list[str]:
    """Ten fresh codes to print; the old ones die."""
    why = "recovery codes"
    _note(db, ring, officer=officer, who=who, action=Action.SECOND_FACTOR_CHANGED, why=why, at=now)
    return recovery.renew(db, ring, officer=officer)


def end_sign_in(
    db: Session, ring: KeyRing, *, officer: Officer, handle: str, who: Who, now: datetime
) -> None:
    """End one of an officer's sign-ins by its handle, at their own word or that of whoever looks
    after them. Raises `NotFound`."""
    rows = sign_ins_of(db, officer=officer, now=now)
    row = next((row for row in rows if handle_of(row) == handle), None)
    if row is None:
        raise NotFound
    row.ended_at = officer.passes_from = now
    why = "own" if who.actor_id == officer.id else "for them"
    _note(db, ring, officer=officer, who=who, action=Action.SIGN_IN_ENDED, why=why, at=now)


def end_other_sign_ins(
    db: Session, ring: KeyRing, *, officer: Officer, keep: SignIn | None, who: Who, now: datetime
) -> None:
    """End all of the officer's sign-ins but the one in use."""
    end_sign_ins(db, officer_id=officer.id, now=now, but=keep)
    why = "others"
    _note(db, ring, officer=officer, who=who, action=Action.SIGN_IN_ENDED, why=why, at=now)


def handle_of(row: SignIn) -> str:
    """What a page calls a sign-in by: the part of its hash that the audit log also shows."""
    return row.id.hex()[:16]


def set_email(
    db: Session, ring: KeyRing, *, officer: Officer, email: str | None, who: Who, now: datetime
) -> None:
    """Where the morning's figures go; None for nowhere."""
    officer.email = email
    _note(db, ring, officer=officer, who=who, action=Action.OFFICER_CHANGED, why="email", at=now)

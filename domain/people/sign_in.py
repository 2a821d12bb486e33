"""Signing in: what was typed and what the browser holds, weighed in one place."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import delete, or_
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import NOBODY, Act, Who, record
from domain.people import codes, enrolment, queries, second_factor
from domain.people.models import DeviceKind, Officer, OneTimeCode, SignIn
from domain.people.passwords import hash_password
from domain.people.rules import may_sign_in_without, needs_second_factor
from domain.people.second_factor import Factor
from domain.people.services import end_sign_ins, renew_secret, start_sign_in
from domain.vault.keys import KeyRing

KEPT_FOR = timedelta(days=30)
"""How long ended sign-ins and used codes stay for questions, before the sweep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The machine in hand; no kind when the browser did not say."""

    kind: DeviceKind | None
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came with the sign-in form; `mark` is of `password_mark`, empty when it was wrong."""

    username: str
    mark: str
    password: str = ""
    code: str = ""
    later: bool = False
    phone: str = ""
    device: Device


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An open sign-in: the secret for its cookie, and one for the phone's if it was enrolled."""

    secret: str
    row: SignIn
    phone: str = ""


class Outcome(StrEnum):
    """How an attempt ended."""

    WRONG = "wrong"
    NEEDS_CODE = "needs_code"
    WRONG_CODE = "wrong_code"
    CHOOSE_PASSWORD = "choose_password"  # noqa: S105 - a step, not a secret.
    OPENED = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The outcome, and what goes with it."""

    outcome: Outcome
    officer: Officer | None = None
    first_code: OneTimeCode | None = None
    opened: Opened | None = None


def password_mark(officer: Officer) -> str:
    """Stands for "this person's present password was right": dies when the password changes."""
    digest = hashlib.sha256(officer.password_hash.encode()).hexdigest()
    return f"{officer.id}:{digest[:16]}"


def who_of(officer: Officer, row: SignIn | None = None) -> Who:
    """An officer as the audit log writes them, at the door."""
    return Who(
        actor_id=officer.id,
        role=officer.role.value,
        place_id=officer.place_id,
        sign_in=row.id.hex()[:16] if row else "",
    )


def attempt(
    db: Session, ring: KeyRing, *, asked: Asked, second_factor_required: bool, now: datetime
) -> Answer:
    """Weigh one sending of the sign-in form. Unknown, shut and wrong are the same to outsiders."""
    found = queries.by_username(db, asked.username)
    officer = found if found is not None and found.is_active else None
    first = codes.live(
        db,
        ring,
        officer=officer,
        typed=asked.password or asked.code,
        purposes=codes.FIRST,
        now=now,
    )
    if officer is None or (asked.mark != password_mark(officer) and first is None):
        _record_failure(db, ring, officer=found, why="password", now=now)
        return Answer(outcome=Outcome.WRONG)
    if first is not None:
        return Answer(outcome=Outcome.CHOOSE_PASSWORD, officer=officer, first_code=first)
    return _second_step(
        db, ring, asked=asked, officer=officer, required=second_factor_required, now=now
    )


def _second_step(
    db: Session, ring: KeyRing, *, asked: Asked, officer: Officer, required: bool, now: datetime
) -> Answer:
    phone = enrolment.live_enrolment(db, secret=asked.phone, now=now)
    own_phone = phone if phone is not None and phone.officer_id == officer.id else None
    factor = Factor.PHONE if own_phone else None
    if factor is None and asked.code:
        factor = second_factor.accept(db, ring, officer=officer, typed=asked.code, now=now)
        if factor is None:
            _record_failure(db, ring, officer=officer, why="code", now=now)
            return Answer(outcome=Outcome.WRONG_CODE, officer=officer)
    waits = asked.later and may_sign_in_without(officer)
    if factor is None and required and needs_second_factor(officer) and not waits:
        return Answer(outcome=Outcome.NEEDS_CODE, officer=officer)
    opened = _open(
        db,
        ring,
        officer=officer,
        device=asked.device,
        factor=factor,
        enrolled=own_phone.id if own_phone else None,
        now=now,
    )
    return Answer(outcome=Outcome.OPENED, officer=officer, opened=opened)


def _open(
    db: Session,
    ring: KeyRing,
    *,
    officer: Officer,
    device: Device,
    factor: Factor | None,
    enrolled: UUID | None,
    now: datetime,
) -> Opened:
    kind = device.kind or DeviceKind.OWN_PHONE
    phone = ""
    if factor is Factor.CODE and kind is DeviceKind.OWN_PHONE:
        phone, made = enrolment.enrol(
            db, ring, officer=officer, label=device.label, who=who_of(officer), now=now
        )
        enrolled = made.id
    secret, row = start_sign_in(
        db,
        officer=officer,
        device_kind=kind,
        label=device.label,
        second_factor=factor is not None,
        enrolment_id=enrolled,
        now=now,
    )
    act = Act(
        action=Action.SIGNED_IN,
        object_kind="officer",
        object_id=str(officer.id),
        reason=factor.value if factor else "password",
    )
    record(db, ring, at=now, who=who_of(officer, row), act=act)
    return Opened(secret=secret, row=row, phone=phone)


def choose_password(
    db: Session,
    ring: KeyRing,
    *,
    code: OneTimeCode,
    officer: Officer,
    password_hash: str,
    pin: str,
    device: Device,
    now: datetime,
) -> Opened | None:
    """The first sign-in, or the one after a reset: the code is used up, password and PIN are kept.

    The code came from the unit by hand, so it is a second factor too and enrols an own phone.
    None when the code was used meanwhile.
    """
    if not codes.use(db, code=code, now=now):
        return None
    officer.password_hash = password_hash
    officer.pin_hash = hash_password(pin) if pin else ""
    who = who_of(officer)
    act = Act(
        action=Action.PASSWORD_CHANGED,
        object_kind="officer",
        object_id=str(officer.id),
        reason=code.purpose.value,
    )
    record(db, ring, at=now, who=who, act=act)
    end_sign_ins(db, officer_id=officer.id, now=now)
    return _open(
        db, ring, officer=officer, device=device, factor=Factor.CODE, enrolled=None, now=now
    )


def step_up(
    db: Session, ring: KeyRing, *, row: SignIn, officer: Officer, typed: str, now: datetime
) -> Opened | None:
    """Add the second factor to a sign-in that began without; None when the code is wrong."""
    who = who_of(officer, row)
    factor = second_factor.accept(db, ring, officer=officer, typed=typed, now=now)
    if factor is None:
        _record_failure(db, ring, officer=officer, why="code", now=now)
        return None
    phone = ""
    if factor is Factor.CODE and row.device_kind is DeviceKind.OWN_PHONE:
        phone, made = enrolment.enrol(db, ring, officer=officer, label=row.label, who=who, now=now)
        row.enrolment_id = made.id
    act = Act(
        action=Action.SIGNED_IN,
        object_kind="officer",
        object_id=str(officer.id),
        reason=factor.value,
    )
    record(db, ring, at=now, who=who, act=act)
    return Opened(
        secret=renew_secret(db, row=row, second_factor=True, now=now), row=row, phone=phone
    )


def sign_out(db: Session, ring: KeyRing, *, row: SignIn, officer: Officer, now: datetime) -> None:
    """End one sign-in at its owner's word."""
    row.ended_at = row.ended_at or now
    act = Act(action=Action.SIGNED_OUT, object_kind="officer", object_id=str(officer.id))
    record(db, ring, at=now, who=who_of(officer, row), act=act)


def _record_failure(
    db: Session, ring: KeyRing, *, officer: Officer | None, why: str, now: datetime
) -> None:
    act = Act(
        action=Action.SIGN_IN_FAILED,
        object_kind="officer",
        object_id=str(officer.id) if officer else "",
        reason=why,
    )
    record(db, ring, at=now, who=who_of(officer) if officer else NOBODY, act=act)


def sweep(db: Session, now: datetime) -> int:
    """Forget sign-ins and codes that have been dead for 30 days; returns how many."""
    before = now - KEPT_FOR
    dead = delete(SignIn).where(or_(SignIn.expires_at < before, SignIn.ended_at < before))
    old_codes = delete(OneTimeCode).where(OneTimeCode.expires_at < before)
    results = db.execute(dead), db.execute(old_codes)
    return sum(result.rowcount for result in results)  # type: ignore[attr-defined]

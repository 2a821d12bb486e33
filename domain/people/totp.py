"""Time-based codes (RFC 6238) from an app: the second factor at a station PC."""

import hmac
from datetime import datetime

import pyotp
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.people.models import Officer
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where, key_id_of, seal, unseal

STEP_SECONDS = 30
_LABEL = "totp"
_ISSUER = "Lang Nghe"


def _where(officer: Officer) -> Where:
    return Where("officers", "totp_sealed", officer.id)


def new_seed() -> str:
    """A fresh random seed in base32, 160 bits."""
    return pyotp.random_base32()


def seal_seed(ring: KeyRing, *, officer: Officer, seed: str) -> bytes:
    """The seed as it may be kept or handed to a page; it opens for this officer only."""
    return seal(ring, _LABEL, _where(officer), seed.encode())


def open_seed(ring: KeyRing, *, officer: Officer, sealed: bytes) -> str:
    """The reverse of `seal_seed`. Raises `CannotOpen`."""
    return unseal(ring, _LABEL, _where(officer), sealed).decode()


def address(*, officer: Officer, seed: str) -> str:
    """The otpauth address that an app reads from the QR code."""
    return str(pyotp.TOTP(seed).provisioning_uri(name=officer.username, issuer_name=_ISSUER))


def step_of(seed: str, typed: str, now: datetime, after: int = 0) -> int | None:
    """The time step whose code was typed, if it lies after `after`; a clock may be 30 s off."""
    code = "".join(c for c in typed if c.isdigit())
    current = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(seed)
    for step in (current - 1, current, current + 1):
        expected = str(generator.generate_otp(step))
        if step > after and hmac.compare_digest(expected, code):
            return step
    return None


def accept(db: Session, ring: KeyRing, *, officer: Officer, typed: str, now: datetime) -> bool:
    """Whether the code is right and was never used; from now on it is used."""
    if officer.totp_sealed is None:
        return False
    seed = open_seed(ring, officer=officer, sealed=officer.totp_sealed)
    step = step_of(seed, typed, now, after=officer.totp_last_step)
    if step is None:
        return False
    query = update(Officer).where(Officer.id == officer.id, Officer.totp_last_step < step)
    return bool(db.execute(query.values(totp_last_step=step)).rowcount)  # type: ignore[attr-defined]


def reseal(db: Session, ring: KeyRing) -> int:
    """Seal seeds of older keys under the newest, after a rotation; returns how many there were."""
    officers = db.scalars(select(Officer).where(Officer.totp_sealed.is_not(None))).unique()
    old = [o for o in officers if o.totp_sealed and key_id_of(o.totp_sealed) != ring.newest]
    for officer in old:
        seed = open_seed(ring, officer=officer, sealed=officer.totp_sealed or b"")
        officer.totp_sealed = seal_seed(ring, officer=officer, seed=seed)
    return len(old)

"""The second factor: whatever was typed into the one box for codes, tried in turn."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from domain.people import codes, recovery, totp
from domain.people.models import Officer
from domain.vault.keys import KeyRing


class Factor(StrEnum):
    """What proved that the person holds more than the password."""

    PHONE = "phone"
    TOTP = "totp"
    RECOVERY = "recovery"
    CODE = "code"


def accept(
    db: Session, ring: KeyRing, *, officer: Officer, typed: str, now: datetime
) -> Factor | None:
    """Use up a code: from the app, from the printed sheet, or the chief's one-time code."""
    if totp.accept(db, ring, officer=officer, typed=typed, now=now):
        return Factor.TOTP
    if recovery.accept(db, ring, officer=officer, typed=typed, now=now):
        return Factor.RECOVERY
    code = codes.live(db, ring, officer=officer, typed=typed, purposes=codes.ENROL, now=now)
    if code is not None and codes.use(db, code=code, now=now):
        return Factor.CODE
    return None

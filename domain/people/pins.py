"""The 6-digit PIN that opens tip pages again after idling."""

import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.people.models import Officer, SignIn
from domain.people.passwords import is_right
from domain.sentence import Sentence
from domain.vault.keys import KeyRing

TRIES = 5
"""Wrong PINs after which only a full sign-in helps."""
_RUNS = "01234567890", "09876543210"
_WELL_KNOWN = frozenset({"112233", "332211", "123321", "113113", "113114", "114115", "147258"})


class Verdict(StrEnum):
    """What a try came to."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"


def problem(pin: str) -> str:
    """Why this cannot be a PIN, as a sentence; empty when it can."""
    if not re.fullmatch(r"[0-9]{6}", pin):
        return Sentence("PIN gồm đúng 6 chữ số.")
    repeated = any(pin == pin[:n] * (6 // n) for n in (1, 2, 3))
    if repeated or pin in _WELL_KNOWN or any(pin in run for run in _RUNS):
        return Sentence("PIN này dễ đoán quá. Chọn 6 số khác.")
    return ""


def attempt(
    db: Session,
    ring: KeyRing,
    *,
    row: SignIn,
    officer: Officer,
    pin: str,
    who: Who,
    now: datetime,
) -> Verdict:
    """Try a PIN. The try is counted before it is looked at, so that many at once gain nothing;
    the fifth wrong one ends the sign-in."""
    counted = db.execute(
        update(SignIn)
        .where(SignIn.id == row.id, SignIn.pin_failures < TRIES, SignIn.ended_at.is_(None))
        .values(pin_failures=SignIn.pin_failures + 1)
    ).rowcount  # type: ignore[attr-defined]
    if counted and is_right(officer.pin_hash, pin):
        return Verdict.RIGHT
    db.refresh(row)
    spent = row.pin_failures >= TRIES
    if spent:
        row.ended_at = row.ended_at or now
    act = Act(
        action=Action.SIGN_IN_ENDED if spent else Action.SIGN_IN_FAILED,
        object_kind="officer",
        object_id=str(officer.id),
        reason="pin",
    )
    record(db, ring, at=now, who=who, act=act)
    return Verdict.SPENT if spent else Verdict.WRONG

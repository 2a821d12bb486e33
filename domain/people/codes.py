"""Codes good once: short enough to read out, hashed with a key, dead after a day."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.base import new_record_id
from domain.people.models import CodePurpose, Officer, OneTimeCode
from domain.people.services import forget_secrets
from domain.vault.keys import KeyRing

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which look alike on paper and sound alike on the phone."""
LENGTH = 10
LASTS = timedelta(hours=24)
FIRST = frozenset({CodePurpose.FIRST_SIGN_IN, CodePurpose.RESET})
"""Codes that stand in for the password until its owner has chosen one."""
ENROL = frozenset({CodePurpose.ENROL_PHONE})
_LABEL = "one-time-code"


def new_text() -> str:
    """Ten random letters and digits: 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(text: str) -> str:
    """As people read it: ABCDE-FGHJK."""
    return f"{text[:5]}-{text[5:]}"


def normal(typed: str) -> str:
    """What was typed, without blanks and dashes, in capitals."""
    return "".join(c for c in typed.upper() if c.isalnum())


def issue_code(
    db: Session,
    ring: KeyRing,
    *,
    for_officer: Officer,
    by: Who,
    purpose: CodePurpose,
    now: datetime,
) -> str:
    """A fresh code for an officer, shown to the issuer once; older ones of its kind die.

    A reset also takes away password, PIN and second factors and ends every sign-in, so that
    whoever found the old ones has nothing. The caller has checked `rules.require_manages`.
    """
    if purpose is CodePurpose.RESET:
        forget_secrets(db, officer=for_officer, now=now)
    burn(db, officer_id=for_officer.id, now=now, purposes=_replaced_by(purpose))
    text = new_text()
    db.add(
        OneTimeCode(
            id=new_record_id(now),
            officer_id=for_officer.id,
            purpose=purpose,
            code_hash=ring.mac(_LABEL, text.encode()),
            issued_by=by.actor_id,
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    act = Act(
        action=Action.CODE_ISSUED,
        object_kind="officer",
        object_id=str(for_officer.id),
        reason=purpose.value,
    )
    record(db, ring, at=now, who=by, act=act)
    return shown(text)


def _replaced_by(purpose: CodePurpose) -> frozenset[CodePurpose]:
    return frozenset(CodePurpose) if purpose in FIRST else ENROL


def burn(db: Session, *, officer_id: UUID, now: datetime, purposes: frozenset[CodePurpose]) -> None:
    """Make an officer's unused codes of these kinds worthless."""
    db.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.officer_id == officer_id,
            OneTimeCode.purpose.in_(purposes),
            OneTimeCode.used_at.is_(None),
        )
        .values(used_at=now)
    )


def live(
    db: Session,
    ring: KeyRing,
    *,
    officer: Officer | None,
    typed: str,
    purposes: frozenset[CodePurpose],
    now: datetime,
) -> OneTimeCode | None:
    """The officer's code that was typed, if it still opens; nobody's takes as long."""
    hashes = ring.macs(_LABEL, normal(typed).encode())
    found = db.scalars(select(OneTimeCode).where(OneTimeCode.code_hash.in_(hashes))).first()
    if officer is None or found is None or found.officer_id != officer.id:
        return None
    return found if found.purpose in purposes and _opens(found, now) else None


def live_by_id(db: Session, code_id: UUID, now: datetime) -> OneTimeCode | None:
    """A first-sign-in or reset code that was typed a moment ago, if it still opens."""
    found = db.get(OneTimeCode, code_id)
    if found is None or found.purpose not in FIRST:
        return None
    return found if _opens(found, now) else None


def _opens(code: OneTimeCode, now: datetime) -> bool:
    return code.used_at is None and now < code.expires_at


def use(db: Session, *, code: OneTimeCode, now: datetime) -> bool:
    """Use a code up; False when someone else just did."""
    query = update(OneTimeCode).where(OneTimeCode.id == code.id, OneTimeCode.used_at.is_(None))
    return bool(db.execute(query.values(used_at=now)).rowcount)  # type: ignore[attr-defined]

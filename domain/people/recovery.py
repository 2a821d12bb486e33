"""Ten printed codes, each of which replaces the second factor once."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from domain.people import codes
from domain.people.models import Officer, RecoveryCode
from domain.vault.keys import KeyRing

HOW_MANY = 10
_LABEL = "recovery-code"


def renew(db: Session, ring: KeyRing, *, officer: Officer) -> list[str]:
    """Ten fresh codes, to be shown once; every older one dies."""
    db.execute(delete(RecoveryCode).where(RecoveryCode.officer_id == officer.id))
    texts = [codes.new_text() for _ in range(HOW_MANY)]
    db.add_all(
        RecoveryCode(id=uuid4(), officer_id=officer.id, code_hash=ring.mac(_LABEL, text.encode()))
        for text in texts
    )
    return [codes.shown(text) for text in texts]


def accept(db: Session, ring: KeyRing, *, officer: Officer, typed: str, now: datetime) -> bool:
    """Whether this is one of the officer's unused codes; from now on it is used."""
    hashes = ring.macs(_LABEL, codes.normal(typed).encode())
    query = update(RecoveryCode).where(
        RecoveryCode.officer_id == officer.id,
        RecoveryCode.code_hash.in_(hashes),
        RecoveryCode.used_at.is_(None),
    )
    return bool(db.execute(query.values(used_at=now)).rowcount)  # type: ignore[attr-defined]


def left(db: Session, *, officer: Officer) -> int:
    """How many of the officer's codes are still unused."""
    query = select(func.count()).where(
        RecoveryCode.officer_id == officer.id, RecoveryCode.used_at.is_(None)
    )
    return db.scalar(query) or 0

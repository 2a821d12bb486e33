"""Reasons that officers type: names may slip in, so the log keeps them sealed.

The entry holds a digest of the sealed words, which its seal in the chain covers like every other
field: walking the chain opens none of them. They lie under a key of their own that is wrapped under
the ring's; a rotation wraps that key anew and leaves the chain as it is.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from domain.audit.models import Action, AuditEntry, AuditReason
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen, RecordKey, Where, new_record_key, seal, unseal

TYPED = frozenset(
    {
        Action.TIP_READ,
        Action.TIP_OPENED_FROM_ABOVE,
        Action.TIP_PHOTO_SEEN,
        Action.TIP_CONTACT_OPENED,
        Action.TIP_CONTACT_KEPT,
        Action.TIP_IN_CASE_FILE,
        Action.CASE_FILE_MADE,
    }
)
"""Acts on tips whose reason an officer wrote, or that repeat one; the others note a code."""
_MARK = "sealed:"
_LABEL = "audit-reason"
_KEY_STEP = 64


def mark_of(sealed: bytes) -> str:
    """What the entry holds instead of the words."""
    return _MARK + hashlib.sha256(sealed).hexdigest()


def sealed_row(ring: KeyRing, seq: int, said: str) -> dict[str, Any]:
    """The row of `audit_reasons` that keeps a reason of the entry with this number."""
    key = new_record_key()
    return {
        "seq": seq,
        "sealed": key.seal(_where(seq), said.encode()),
        "key_id": ring.newest,
        "wrapped_key": _wrapped(ring, seq, key),
    }


def read(db: Session, ring: KeyRing, entries: Sequence[AuditEntry]) -> dict[int, str | None]:
    """The reason of each entry by its number; None for one whose key is gone. The caller has seen
    to it who may read."""
    kept = select(AuditReason).where(AuditReason.seq.in_([entry.seq for entry in entries]))
    rows = {row.seq: row for row in db.scalars(kept)}
    return {entry.seq: _read(ring, entry, rows.get(entry.seq)) for entry in entries}


def chained(ring: KeyRing, written: str, row: AuditReason | None) -> str | None:
    """What the chain covers of a reason; None when what is kept is not what was written.

    Words that were sealed after they had been written plain are covered as they were then, so
    these alone are opened.
    """
    if row is None:
        return None if written.startswith(_MARK) else written
    if written:
        return written if written == mark_of(row.sealed) else None
    return _open(ring, row)


def rewrap(db: Session, ring: KeyRing, *, limit: int) -> int:
    """Wrap the keys of at most `limit` reasons that lie under an older key under the newest;
    returns how many. Those whose key is gone stay as they are."""
    older = select(AuditReason).where(AuditReason.key_id.in_(ring.older()))
    rows = db.scalars(older.limit(limit)).all()
    done = 0
    for row in rows:
        try:
            key = _key(ring, row)
        except CannotOpen:
            continue
        row.wrapped_key, row.key_id = _wrapped(ring, row.seq, key), ring.newest
        done += 1
    db.flush()
    return done


def seal_older(db: Session, ring: KeyRing, *, limit: int) -> int:
    """Seal at most `limit` reasons that were written before they were sealed; returns how many.
    The entries' own seals stay true: `chained` gives them back what they were made of."""
    query = select(AuditEntry.seq, AuditEntry.reason).where(
        AuditEntry.action.in_([action.value for action in TYPED]),
        AuditEntry.reason != "",
        AuditEntry.reason.not_like(f"{_MARK}%"),
    )
    found = db.execute(query.limit(limit)).all()
    for seq, said in found:
        db.add(AuditReason(**sealed_row(ring, seq, said)))
        db.execute(update(AuditEntry).where(AuditEntry.seq == seq).values(reason=""))
    db.flush()
    return len(found)


def _read(ring: KeyRing, entry: AuditEntry, row: AuditReason | None) -> str | None:
    if row is None:
        return None if entry.reason.startswith(_MARK) else entry.reason
    return _open(ring, row)


def _open(ring: KeyRing, row: AuditReason) -> str | None:
    try:
        return _key(ring, row).unseal(_where(row.seq), row.sealed).decode()
    except CannotOpen:
        return None


def _key(ring: KeyRing, row: AuditReason) -> RecordKey:
    return RecordKey(unseal(ring, _LABEL, _where_key(row.seq), row.wrapped_key))


def _wrapped(ring: KeyRing, seq: int, key: RecordKey) -> bytes:
    return seal(ring, _LABEL, _where_key(seq), key.secret, _KEY_STEP)


def _where(seq: int) -> Where:
    return Where("audit_reasons", "sealed", str(seq))


def _where_key(seq: int) -> Where:
    return Where("audit_reasons", "wrapped_key", str(seq))

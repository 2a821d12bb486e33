"""Writing the audit log: each entry seals the one before it, in the same transaction as the act."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain.audit.models import Action, AuditEntry, AuditHead
from domain.base import table_of
from domain.engines import Upsert
from domain.vault.keys import KeyRing

FIRST_MAC = bytes(32)
_HEAD = table_of(AuditHead)
_APPEND = insert(table_of(AuditEntry))
_LOCK_HEAD = select(_HEAD.c.seq, _HEAD.c.mac).with_for_update()
_FIRST_HEAD = Upsert(_HEAD, lambda row: row.on_conflict_do_nothing())
_MOVE_HEAD = update(_HEAD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who acts: an officer's id, role and place with the short hash of the sign-in, or nobody."""

    actor_id: UUID | None = None
    role: str = ""
    place_id: UUID | None = None
    sign_in: str = ""


NOBODY = Who()
"""A citizen, or a command run on the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What was done or seen; `reason` is the officer's stated reason or a code, never content."""

    action: Action
    object_kind: str = ""
    object_id: str = ""
    reason: str = ""


def seal_of(key: bytes, previous: bytes, fields: dict[str, str]) -> bytes:
    """HMAC-SHA256 over the previous seal and the entry's fields as canonical JSON."""
    body = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key, previous + body.encode(), hashlib.sha256)


def fields_of(seq: int, at: datetime, who: Who, act: Act) -> dict[str, str]:
    """The entry as text, exactly as it is sealed."""
    return {
        "seq": str(seq),
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(who.actor_id or ""),
        "role": who.role,
        "place": str(who.place_id or ""),
        "sign_in": who.sign_in,
        "action": act.action.value,
        "kind": act.object_kind,
        "object": act.object_id,
        "reason": act.reason,
    }


def record(db: Session, ring: KeyRing, *, at: datetime, who: Who, act: Act) -> int:
    """Append one entry and return its number. The head row serialises writers on both engines.

    For the sending of an unclassified tip the caller hands in the half-day, not the minute.
    """
    db.flush()  # What the entry speaks of is written before it.
    seq, previous = _lock_head(db)
    seq += 1
    mac = seal_of(ring.subkey("audit"), previous, fields_of(seq, at, who, act))
    entry = {
        "seq": seq,
        "at": at,
        "actor_id": who.actor_id,
        "place_id": who.place_id,
        "role": who.role,
        "action": act.action.value,
        "object_kind": act.object_kind,
        "object_id": act.object_id,
        "reason": act.reason,
        "sign_in": who.sign_in,
        "key_id": ring.newest,
        "mac": mac,
    }
    db.execute(_APPEND, entry)
    db.execute(_MOVE_HEAD, {"seq": seq, "mac": mac})
    return seq


def _lock_head(db: Session) -> tuple[int, bytes]:
    """The head row, locked. Two first entries at the same moment both find the one row."""
    head = db.execute(_LOCK_HEAD).one_or_none()
    if head is None:
        db.execute(_FIRST_HEAD.on(db), {"id": 1, "seq": 0, "mac": FIRST_MAC})
        head = db.execute(_LOCK_HEAD).one()
    return head.seq, head.mac

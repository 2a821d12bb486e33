"""Writing the audit log: each entry seals the one before it, in the same transaction as the act."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from json import JSONEncoder
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from domain.audit import reasons
from domain.audit.models import Action, AuditArrival, AuditEntry, AuditHead, AuditReason, Chain
from domain.base import table_of
from domain.engines import inserting, ready
from domain.vault.keys import KeyRing

FIRST_MAC = bytes(32)
_canonical = JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_HEAD = table_of(AuditHead)
_OF_CHAIN = _HEAD.c.chain == bindparam("of_chain")
_LOCK_HEAD = ready(select(_HEAD.c.seq, _HEAD.c.mac).where(_OF_CHAIN).with_for_update())
_FIRST_HEAD = inserting(_HEAD, lambda row: row.on_conflict_do_nothing())
_MOVE_HEAD = ready(
    update(_HEAD).where(_OF_CHAIN).values(seq=bindparam("last"), mac=bindparam("seal"))
)
_APPEND = {
    Chain.ACTS: inserting(table_of(AuditEntry)),
    Chain.ARRIVALS: inserting(table_of(AuditArrival)),
}
_KEEP_APART = inserting(table_of(AuditReason))
_LABEL = {Chain.ACTS: "audit", Chain.ARRIVALS: "audit-arrivals"}
"""Each chain is sealed under a subkey of its own: no entry fits into the other."""
_PERSONS_OWN = frozenset(
    {
        Action.TIP_RECEIVED,
        Action.TIP_CLAIMED,
        Action.TIP_APPEALED,
        Action.TIP_CONTACT_LEFT,
        Action.TIP_CONTACT_WITHDRAWN,
    }
)
"""What villagers do: its minute must not be bracketed by the exact times of officers' acts."""


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
    """What was done or seen; `reason` is the officer's stated reason or a code, never content.
    Of the acts in `reasons.TYPED` it is kept sealed."""

    action: Action
    object_kind: str = ""
    object_id: str = ""
    reason: str = ""


def chain_of(action: Action) -> Chain:
    """Where an entry of this action stands."""
    return Chain.ARRIVALS if action in _PERSONS_OWN else Chain.ACTS


def key_of(ring: KeyRing, chain: Chain, key_id: str | None = None) -> bytes:
    """The key that seals a chain's entries. KeyError when the ring does not know `key_id`."""
    return ring.subkey(_LABEL[chain], key_id)


def seal_of(key: bytes, previous: bytes, fields: dict[str, str]) -> bytes:
    """HMAC-SHA256 over the previous seal and the entry's fields as canonical JSON."""
    return hmac.digest(key, previous + _canonical(fields).encode(), hashlib.sha256)


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
    """Append one entry to its chain and return its number there. The head row serialises writers
    on both engines.

    For the arrival of a tip the caller hands in the half-day, not the minute.
    """
    return record_all(db, ring, at=at, who=who, acts=[act])


def record_all(db: Session, ring: KeyRing, *, at: datetime, who: Who, acts: Sequence[Act]) -> int:
    """Append an entry for each of some acts of one kind, in their order, and return the number of
    the last one. The head is locked and moved once, however many there are."""
    db.flush()  # What the entries speak of is written before them.
    chain = chain_of(acts[0].action)
    key = key_of(ring, chain)
    seq, seal = _lock_head(db, chain)
    entries, apart = [], []
    for act in acts:
        seq += 1
        if act.reason and act.action in reasons.TYPED:
            apart.append(reasons.sealed_row(ring, seq, act.reason))
            act = replace(act, reason=reasons.mark_of(apart[-1]["sealed"]))
        seal = seal_of(key, seal, fields_of(seq, at, who, act))
        entries.append(_entry(seq, at, who, act) | {"key_id": ring.newest, "mac": seal})
    append = _APPEND[chain]
    if len(entries) == 1:
        append.run(db, entries[0])
    else:
        append.each(db, entries)
    _KEEP_APART.each(db, apart)
    _MOVE_HEAD.run(db, {"of_chain": chain, "last": seq, "seal": seal})
    return seq


def _entry(seq: int, at: datetime, who: Who, act: Act) -> dict[str, Any]:
    return {
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
    }


def _lock_head(db: Session, chain: Chain) -> tuple[int, bytes]:
    """The head row, locked. Two first entries at the same moment both find the one row."""
    head = _LOCK_HEAD.first(db, {"of_chain": chain})
    if head is None:
        _FIRST_HEAD.run(db, {"chain": chain, "seq": 0, "mac": FIRST_MAC})
        head = _LOCK_HEAD.one(db, {"of_chain": chain})
    seq, mac = head
    return seq, mac

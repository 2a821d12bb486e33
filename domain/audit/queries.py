"""Reading the audit log: walk a chain and name the first entry that does not fit."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, null, select
from sqlalchemy.orm import Session

from domain.audit import reasons
from domain.audit.models import (
    Action,
    AuditArrival,
    AuditEntry,
    AuditHead,
    AuditReason,
    Chain,
    Entry,
)
from domain.audit.services import FIRST_MAC, Act, Who, chain_of, fields_of, key_of, seal_of
from domain.vault.keys import KeyRing

_WALK: dict[Chain, Select[Any, Any]] = {
    Chain.ACTS: select(AuditEntry, AuditReason)
    .outerjoin(AuditReason, AuditReason.seq == AuditEntry.seq)
    .order_by(AuditEntry.seq),
    Chain.ARRIVALS: select(AuditArrival, null()).order_by(AuditArrival.seq),
}
"""Each entry with the reason that is kept apart; what villagers do has none."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries were walked, and the number of the first bad one (None: all fit)."""

    walked: int
    first_bad: int | None
    head: bytes


def _fits(
    entry: Entry,
    apart: AuditReason | None,
    chain: Chain,
    seq: int,
    previous: bytes,
    ring: KeyRing,
) -> bool:
    who = Who(
        actor_id=entry.actor_id, role=entry.role, place_id=entry.place_id, sign_in=entry.sign_in
    )
    try:
        action = Action(entry.action)
        key = key_of(ring, chain, entry.key_id)
    except (ValueError, KeyError):
        return False
    reason = reasons.chained(ring, entry.reason, apart)
    if chain_of(action) is not chain or reason is None:
        return False
    act = Act(
        action=action,
        object_kind=entry.object_kind,
        object_id=entry.object_id,
        reason=reason,
    )
    expected = seal_of(key, previous, fields_of(seq, entry.at, who, act))
    return entry.seq == seq and hmac.compare_digest(expected, entry.mac)


def length(db: Session, chain: Chain) -> int:
    """How many entries a chain says it has."""
    return db.scalar(select(AuditHead.seq).where(AuditHead.chain == chain)) or 0


def keys_used(db: Session) -> set[str]:
    """Ids of the data keys that entries of either chain were sealed under."""
    tables = (AuditEntry, AuditArrival)
    return {key for table in tables for key in db.scalars(select(table.key_id).distinct())}


def verify(
    db: Session,
    ring: KeyRing,
    chain: Chain,
    progress: Callable[[int], None] = lambda walked: None,
) -> Verdict:
    """Walk a whole chain: numbers without gaps, every seal right, the head the last entry."""
    previous, walked = FIRST_MAC, 0
    query = _WALK[chain].execution_options(yield_per=1000)
    with db.execute(query) as entries:  # Closed on the early return too.
        for entry, apart in entries:
            if not _fits(entry, apart, chain, walked + 1, previous, ring):
                return Verdict(walked, walked + 1, previous)
            previous, walked = entry.mac, walked + 1
            progress(walked)
    stands = select(AuditHead.seq, AuditHead.mac).where(AuditHead.chain == chain)
    head = db.execute(stands).one_or_none()
    if (head.seq, head.mac) != (walked, previous) if head else walked:
        return Verdict(walked, walked + 1, previous)
    return Verdict(walked, None, previous)


def newest(db: Session, action: Action, object_id: str) -> AuditEntry | None:
    """The last entry of an action about one object; the object of a whole list is ""."""
    query = select(AuditEntry).where(
        AuditEntry.object_id == object_id, AuditEntry.action == action.value
    )
    return db.scalars(query.order_by(AuditEntry.seq.desc()).limit(1)).first()

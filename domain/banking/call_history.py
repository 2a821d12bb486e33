"""What was said of a call to a bank, now and before each correction.

A correction is a line of the tip's timeline, sealed under the tip's key like every other, and goes
with the tip: its words never stand in a plain column.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.banking.content import NewCall
from domain.banking.models import BankCall
from domain.history.rules import Fields
from domain.text import clean
from domain.tips import money
from domain.tips.models import StepKind, Tip
from domain.tips.sealing import tip_key
from domain.tips.steps import Done
from domain.vault.keys import KeyRing
from domain.vault.sealing import Where

STRUCK = "struck"
"""The field that changes when a call is struck out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One correction of a call: who, when, why, and each field as it was and became."""

    call_id: UUID
    bank: str
    """As the call names it since."""
    by: str
    at: datetime
    reason: str
    changes: Mapping[str, Sequence[Any]]

    @property
    def is_strike(self) -> bool:
        """The call was struck out."""
        return STRUCK in self.changes


def said(ring: KeyRing, tip: Tip, row: BankCall) -> Fields:
    """What the log says of a call now, by field."""
    return _fields(row.bank, row.called_at, row.result, row.amount_held, note_of(ring, tip, row))


def asked(call: NewCall) -> Fields:
    """What a form says of a call, by the same fields."""
    amount = money.parse(call.amount_text) or 0
    return _fields(clean(call.bank), call.called_at, call.result, amount, clean(call.note))


def _fields(
    bank: str, called_at: datetime | None, result: str | None, amount: int, note: str
) -> Fields:
    at = called_at.astimezone(UTC).isoformat(timespec="minutes") if called_at else None
    return {
        "bank": bank,
        "called_at": at,
        "result": str(result) if result else None,
        "amount": amount,
        "note": note,
    }


def first_said(now: Fields, corrections: Sequence[Corrected]) -> Fields:
    """What was said of a call when it was logged: `now`, with every correction taken back."""
    first = dict(now)
    for one in reversed(corrections):
        first |= {name: pair[0] for name, pair in one.changes.items() if name != STRUCK}
    return first


def written(row: BankCall, changed: Fields, reason: str) -> str:
    """A correction as the timeline keeps it."""
    told = {"call": str(row.id), "bank": row.bank, "reason": reason, "changes": dict(changed)}
    return json.dumps(told, ensure_ascii=False)


def read(done: Done) -> Corrected:
    """A correction as the timeline keeps it, read again."""
    told = json.loads(done.note)
    return Corrected(
        call_id=UUID(told["call"]),
        bank=told["bank"],
        by=done.by,
        at=done.at,
        reason=told["reason"],
        changes=told["changes"],
    )


def by_call(steps: Iterable[Done]) -> Mapping[UUID, Sequence[Corrected]]:
    """The corrections of each call, the oldest first, out of the timeline of its tip."""
    found: defaultdict[UUID, list[Corrected]] = defaultdict(list)
    for done in steps:
        if done.kind is StepKind.BANK_CALL_CORRECTED:
            one = read(done)
            found[one.call_id].append(one)
    return found


def note_of(ring: KeyRing, tip: Tip, row: BankCall) -> str:
    """Who answered and what was said."""
    return tip_key(ring, tip).unseal(_where(row.id), row.sealed_note).decode()


def sealed_note(ring: KeyRing, tip: Tip, call_id: UUID, note: str) -> bytes:
    """The same, sealed under the tip's key."""
    return tip_key(ring, tip).seal(_where(call_id), note.encode())


def _where(call_id: UUID) -> Where:
    return Where("bank_calls", "sealed_note", call_id)

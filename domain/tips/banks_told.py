"""Whether tips that name the same account number tell it at the same bank.

The number alone makes the link: many banks let people take their phone number as the account's,
so that one person has the same number at several, and most tips tell no bank. Where two tips
tell different ones the link stays and is said to weigh little.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tips.identifiers import IdentifierKind
from domain.tips.models import TipIdentifier
from domain.tips.tracing import Trace


class Told(NamedTuple):
    """The one account that a tip names, and the one bank, by their tags."""

    account: bytes
    bank: bytes


def told_by(traces: Iterable[Trace]) -> Told | None:
    """What a tip that is open tells; None where it names none of either, or several."""
    accounts = {one.tag for one in traces if one.kind == IdentifierKind.BANK_ACCOUNT}
    banks = {one.tag for one in traces if one.kind == IdentifierKind.BANK}
    return Told(*accounts, *banks) if len(accounts) == len(banks) == 1 else None


def at_another(db: Session, tip_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of tips in their order those that tell an account at another bank than the first of them
    that tells a bank for it. Where a tip names several of either, nobody knows which is whose."""
    told = _told(db, tip_ids)
    first: dict[bytes, bytes] = {}
    found = set()
    for tip_id in tip_ids:
        if tip_id in told and first.setdefault(*told[tip_id]) != told[tip_id].bank:
            found.add(tip_id)
    return frozenset(found)


def _told(db: Session, tip_ids: Sequence[UUID]) -> dict[UUID, Told]:
    accounts: defaultdict[UUID, set[bytes]] = defaultdict(set)
    banks: defaultdict[UUID, set[bytes]] = defaultdict(set)
    query = select(TipIdentifier.tip_id, TipIdentifier.kind, TipIdentifier.tag).where(
        TipIdentifier.tip_id.in_(tip_ids),
        TipIdentifier.kind.in_((IdentifierKind.BANK_ACCOUNT, IdentifierKind.BANK)),
    )
    for tip_id, kind, tag in db.execute(query):
        (banks if kind == IdentifierKind.BANK else accounts)[tip_id].add(tag)
    return {
        tip_id: Told(*accounts[tip_id], *banks[tip_id])
        for tip_id in accounts
        if len(accounts[tip_id]) == len(banks[tip_id]) == 1
    }

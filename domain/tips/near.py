"""Tips of one unit that may tell the same: suggested at triage, decided by an officer."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.tips import identifiers, sealing
from domain.tips.alike import Runs, runs_of
from domain.tips.models import OPEN_STATES, Tip, TipIdentifier
from domain.tips.sealing import TipBody
from domain.tips.tracing import Trace
from domain.vault.keys import KeyRing

WITHIN = timedelta(days=14)
MOST_COMPARED = 100
MOST_SUGGESTED = 3
ALIKE = 0.5
"""The part of the runs of three words that both stories have."""
_FEWEST = 6
"""A story of fewer runs is alike to too many."""


def suggestions(
    db: Session, ring: KeyRing, *, tip: Tip, body: TipBody, traces: Sequence[Trace]
) -> list[Tip]:
    """Earlier open tips of the same unit and category that this one may repeat.

    Stories are compared in memory as the page is made: nothing of it is kept anywhere.
    """
    earlier = _earlier(db, tip)
    tied = _tied(db, earlier, traces)
    runs = runs_of(body.story)
    found = [one for one in earlier if one.id in tied or _is_alike(ring, runs, one)]
    return found[:MOST_SUGGESTED]


def _earlier(db: Session, tip: Tip) -> Sequence[Tip]:
    query = select(Tip).where(
        Tip.unit_id == tip.unit_id,
        Tip.is_quarantined.is_(False),
        Tip.state.in_(OPEN_STATES),
        Tip.received_on >= tip.received_on - WITHIN,
        Tip.category == tip.category,
        Tip.number < tip.number,
    )
    return db.scalars(query.order_by(Tip.number.desc()).limit(MOST_COMPARED)).all()


def _tied(db: Session, tips: Sequence[Tip], traces: Sequence[Trace]) -> set[object]:
    tags = [trace.tag for trace in traces if identifiers.links(trace.tag)]
    if not (tags and tips):
        return set()
    query = select(TipIdentifier.tip_id).where(
        TipIdentifier.tag.in_(tags), TipIdentifier.tip_id.in_([one.id for one in tips])
    )
    return set(db.scalars(query))


def _is_alike(ring: KeyRing, runs: Runs, other: Tip) -> bool:
    if len(runs) < _FEWEST:
        return False
    theirs = runs_of(sealing.read_body(sealing.tip_key(ring, other), other).story)
    return len(theirs) >= _FEWEST and len(runs & theirs) >= ALIKE * len(runs | theirs)

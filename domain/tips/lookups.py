"""Asking other places about a tip that an officer typed in: each time counted and written down."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action, AuditEntry
from domain.tips import links
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.tips.tracing import Trace

MOST_AN_HOUR = 30
"""Look-ups of one officer. Whoever writes down what people come to tell stays far below."""
WITHIN = timedelta(hours=1)


def count(db: Session, *, acting: Acting, tip: Tip, traces: Sequence[Trace]) -> bool:
    """Whether the officer may learn now if other places have a tip like this one; if so, that they
    asked stands in the audit log.

    Only what officers typed in is counted: nobody picks the numbers that villagers send. The same
    tip with the same identifiers is one look-up within an hour, however often the page is read;
    with one identifier more or less it is another, so that taking them away one after the other
    is not free.
    """
    asked = links.asking(tip, traces)
    if tip.created_by is None or not asked:
        return bool(asked)
    # Bound to the tip: equal numbers of two tips must not show in the log.
    what = hashlib.sha256(tip.id.bytes + b"".join(sorted(asked))).hexdigest()[:16]
    query = select(AuditEntry.object_id, AuditEntry.reason).where(
        AuditEntry.actor_id == acting.by.id,
        AuditEntry.action == Action.TIP_ASKED_ELSEWHERE.value,
        AuditEntry.at > acting.now - WITHIN,
    )
    done = [(row[0], row[1]) for row in db.execute(query)]
    if (str(tip.id), what) in done:
        return True
    if len(done) >= MOST_AN_HOUR:
        return False
    acting.audit(db, Action.TIP_ASKED_ELSEWHERE, tip, what)
    return True

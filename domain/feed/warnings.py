"""Which scams a place's public page warns of: those its officers have been warning people about."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from domain.feed.figures import sums
from domain.feed.models import Kind
from domain.reference import queries as reference
from domain.reference.models import ListKey, ReferenceItem

DAYS = 90
SHOWN = 3


def current(db: Session, place_id: UUID, *, today: date) -> Sequence[ReferenceItem]:
    """Scam types that have words for villagers, the most warned about at the place first.

    Outreach is public; the tips that came in have no part in it. Where few warnings were given,
    the list's own order fills the rest.
    """
    scams = reference.items(db, ListKey.SCAM_TYPES, today)
    told = [scam for scam in scams if scam.details.get("sign_vi")]
    measures = {scam.code: f"scam:{scam.code}" for scam in told}
    since = today - timedelta(days=DAYS - 1)
    given = sums(db, place_id, Kind.OUTREACH, measures.values(), since, today)
    return sorted(told, key=lambda scam: -given[measures[scam.code]])[:SHOWN]

"""Tips that somebody has been reading the longest."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from domain.people.models import Officer
from domain.tips.models import Tip, TipState
from domain.tips.queries import own_units


def being_read(db: Session, viewer: Officer, on: date, *, most: int = 5) -> Sequence[Tip]:
    """Tips of the own unit in reading, the one received first in front.

    `on` is the day whose tree of places is in use.
    """
    query = select(Tip).where(
        Tip.unit_id.in_(own_units(viewer, on)),
        Tip.is_quarantined.is_(False),
        Tip.state == TipState.READING,
    )
    oldest = query.order_by(Tip.received_on, Tip.number).limit(most)
    return db.scalars(oldest.options(defer(Tip.sealed_body))).all()

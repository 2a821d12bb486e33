"""What an officer logged before, to begin the next activity with."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.outreach.models import Outreach
from domain.people.models import Officer

USUAL_OF = 60
"""How many of an officer's last records say what that officer usually does."""


def usual_channels(db: Session, officer: Officer) -> list[str]:
    """The channels of the officer's last records, the one used most first."""
    last = (
        select(Outreach.channel, Outreach.entered_at)
        .where(Outreach.author_id == officer.id)
        .order_by(Outreach.entered_at.desc())
        .limit(USUAL_OF)
        .subquery()
    )
    query = select(last.c.channel).group_by(last.c.channel)
    return list(db.scalars(query.order_by(func.count().desc(), func.max(last.c.entered_at).desc())))


def last_of(db: Session, officer: Officer, channel: str = "") -> Outreach | None:
    """The officer's last record that stands, of one channel when it is named."""
    query = select(Outreach).where(
        Outreach.author_id == officer.id, Outreach.withdrawn_at.is_(None)
    )
    if channel:
        query = query.where(Outreach.channel == channel)
    return db.scalars(query.order_by(Outreach.entered_at.desc()).limit(1)).first()


def own(db: Session, officer: Officer, ids: Collection[UUID]) -> Sequence[Outreach]:
    """Those of these records that the officer logged, the newest day first."""
    query = select(Outreach).where(Outreach.id.in_(ids), Outreach.author_id == officer.id)
    return db.scalars(query.order_by(Outreach.held_on.desc(), Outreach.id)).all()

"""Reading outreach activities, always as somebody who may see them."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.outreach.models import Outreach
from domain.people.models import Officer
from domain.places.queries import scope_of

USUAL_OF = 60
"""How many of an officer's last records say what that officer usually does."""


def get_visible(db: Session, viewer: Officer, record_id: UUID) -> Outreach:
    """The record, withdrawn or not. Raises `NotFound` alike for unseen and absent."""
    query = select(Outreach).where(
        Outreach.id == record_id, Outreach.place_id.in_(scope_of(viewer.place_id))
    )
    record = db.scalars(query).one_or_none()
    if record is None:
        raise NotFound
    return record


def get_to_change(db: Session, viewer: Officer, record_id: UUID) -> Outreach:
    """The record, locked until the end of the transaction and read anew. Raises `NotFound`."""
    db.execute(select(Outreach.id).where(Outreach.id == record_id).with_for_update())
    db.expire_all()
    return get_visible(db, viewer, record_id)


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

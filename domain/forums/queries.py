"""Reading the opinions of a forum."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.forums.models import Forum, Opinion


def opinion_of(record: Forum, opinion_id: UUID) -> Opinion:
    """One of the opinions of a record that the viewer has loaded. Raises `NotFound`."""
    for opinion in record.opinions:
        if opinion.id == opinion_id:
            return opinion
    raise NotFound


def forum_of(db: Session, opinion_id: UUID) -> UUID:
    """The id of the forum at which an opinion was raised; whether it may be seen is asked of the
    forum. Raises `NotFound`."""
    found = db.scalar(select(Opinion.forum_id).where(Opinion.id == opinion_id))
    if found is None:
        raise NotFound
    return found

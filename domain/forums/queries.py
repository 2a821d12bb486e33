"""Reading forums and their opinions, always as somebody who may see them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.forums.models import Forum, Opinion
from domain.people.models import Officer
from domain.places.queries import scope_of


def get_visible(db: Session, viewer: Officer, record_id: UUID) -> Forum:
    """The record, withdrawn or not. Raises `NotFound` alike for unseen and absent."""
    query = select(Forum).where(
        Forum.id == record_id, Forum.place_id.in_(scope_of(viewer.place_id))
    )
    record = db.scalars(query).one_or_none()
    if record is None:
        raise NotFound
    return record


def get_to_change(db: Session, viewer: Officer, record_id: UUID) -> Forum:
    """The record, locked until the end of the transaction and read anew. Raises `NotFound`."""
    db.execute(select(Forum.id).where(Forum.id == record_id).with_for_update())
    db.expire_all()
    return get_visible(db, viewer, record_id)


def opinion_of(record: Forum, opinion_id: UUID) -> Opinion:
    """One of the opinions of a record that the viewer has loaded. Raises `NotFound`."""
    for opinion in record.opinions:
        if opinion.id == opinion_id:
            return opinion
    raise NotFound

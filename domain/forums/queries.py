"""Reading the opinions of a forum."""

from uuid import UUID

from domain.errors import NotFound
from domain.forums.models import Forum, Opinion


def opinion_of(record: Forum, opinion_id: UUID) -> Opinion:
    """One of the opinions of a record that the viewer has loaded. Raises `NotFound`."""
    for opinion in record.opinions:
        if opinion.id == opinion_id:
            return opinion
    raise NotFound

"""Opinions that wait for the answer they were promised."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from domain.forums.models import Forum, Opinion, Outcome
from domain.people.models import Officer
from domain.places.queries import scope_of


def next_due(db: Session, viewer: Officer, *, most: int = 5) -> Sequence[tuple[Opinion, Forum]]:
    """Promised answers in the viewer's places, the one due first in front."""
    query = select(Opinion, Forum).join(Forum, Forum.id == Opinion.forum_id)
    first = query.where(*_promised(viewer)).order_by(Opinion.due_on, Opinion.id).limit(most)
    return [(row[0], row[1]) for row in db.execute(first)]


def overdue(db: Session, viewer: Officer, *, today: date) -> int:
    """How many promised answers are past their day."""
    query = select(func.count(Opinion.id)).join(Forum, Forum.id == Opinion.forum_id)
    return db.scalar(query.where(*_promised(viewer), Opinion.due_on < today)) or 0


def _promised(viewer: Officer) -> list[ColumnElement[bool]]:
    return [
        Opinion.outcome == Outcome.PROMISED,
        Opinion.answered_on.is_(None),
        Opinion.due_on.is_not(None),
        Forum.withdrawn_at.is_(None),
        Forum.place_id.in_(scope_of(viewer.place_id)),
    ]

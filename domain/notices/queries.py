"""What waits for an officer."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.notices.models import Notice
from domain.people.models import Officer

SHOWN = 100
_NOTICES = table_of(Notice)
_COUNT = ready(
    select(func.count())
    .select_from(_NOTICES)
    .where(_NOTICES.c.officer_id == bindparam("officer"), _NOTICES.c.seen_at.is_(None))
)


def unseen(db: Session, viewer: Officer) -> Sequence[Notice]:
    """The viewer's own notices that they have not seen, the newest first."""
    query = select(Notice).where(Notice.officer_id == viewer.id, Notice.seen_at.is_(None))
    return db.scalars(query.order_by(Notice.at.desc(), Notice.id).limit(SHOWN)).all()


def count_unseen(db: Session, viewer: Officer) -> int:
    """How many they are; one small statement, as it is asked with the home screen."""
    return int(_COUNT.one(db, {"officer": viewer.id})[0])

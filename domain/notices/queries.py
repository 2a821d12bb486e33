"""What waits for an officer."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.notices.models import Notice, NoticeKind
from domain.people.models import Officer

SHOWN = 100
_NOTICES = table_of(Notice)
_COUNT = (
    select(func.count())
    .select_from(_NOTICES)
    .where(_NOTICES.c.officer_id == bindparam("officer"), _NOTICES.c.seen_at.is_(None))
)
_ALL = ready(_COUNT)
_BESIDE_UNOPENED = ready(
    _COUNT.where(
        _NOTICES.c.kind != NoticeKind.URGENT.value, _NOTICES.c.kind != NoticeKind.UNOPENED.value
    )
)


def unseen(db: Session, viewer: Officer) -> Sequence[Notice]:
    """The viewer's own notices that they have not seen, the newest first."""
    query = select(Notice).where(Notice.officer_id == viewer.id, Notice.seen_at.is_(None))
    return db.scalars(query.order_by(Notice.at.desc(), Notice.id).limit(SHOWN)).all()


def count_unseen(db: Session, viewer: Officer, *, but_unopened: bool = False) -> int:
    """How many they are; one small statement, as every page asks. `but_unopened`: without those
    of tips that nobody opened, which the home screen tells of by itself."""
    found = _BESIDE_UNOPENED if but_unopened else _ALL
    return int(found.one(db, {"officer": viewer.id})[0])

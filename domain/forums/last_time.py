"""What was promised the last time that a forum was held in a place, and what became of it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.forums.content import Handling
from domain.forums.models import WAITING, AnsweredHow, Forum, Opinion
from domain.people.models import Officer
from domain.people.queries import names_of
from domain.places.queries import scope_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A promise of last time, and who sees to it ("" when nobody does)."""

    forum: Forum
    opinion: Opinion
    owner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LastTime:
    """The promises of one day; there is at least one."""

    held_on: date
    promises: tuple[Kept, ...]
    answered: int
    overdue: int

    @property
    def waiting(self) -> int:
        """How many are not answered and not late either."""
        return len(self.promises) - self.answered - self.overdue


def last_time(
    db: Session, viewer: Officer, *, place_id: UUID, before: date, today: date
) -> LastTime | None:
    """The promises of the last forum in the very same place before a day; None when there was no
    forum, or it promised nothing. Where two units logged that forum, the promises of both."""
    earlier = (
        Forum.place_id == place_id,
        Forum.withdrawn_at.is_(None),
        Forum.held_on < before,
        Forum.place_id.in_(scope_of(viewer.place_id)),
    )
    day = select(func.max(Forum.held_on)).where(*earlier).scalar_subquery()
    query = (
        select(Forum, Opinion)
        .join(Opinion, Opinion.forum_id == Forum.id)
        .where(*earlier, Forum.held_on == day, Opinion.outcome.in_(WAITING))
        .order_by(Forum.started_at, Forum.id, Opinion.position)
    )
    rows = [(row[0], row[1]) for row in db.execute(query).unique()]
    if not rows:
        return None
    names = names_of(db, {row.owner_id for _, row in rows if row.owner_id})
    late = [row for _, row in rows if row.answered_on is None and row.due_on and row.due_on < today]
    return LastTime(
        held_on=rows[0][0].held_on,
        promises=tuple(
            Kept(
                forum=forum, opinion=row, owner=names.get(row.owner_id, "") if row.owner_id else ""
            )
            for forum, row in rows
        ),
        answered=sum(row.answered_on is not None for _, row in rows),
        overdue=len(late),
    )


def answered_at(forum: Forum, handling: Handling) -> Handling:
    """The same promise, answered at a later forum."""
    return replace(handling, answered_on=forum.held_on, answered_how=AnsweredHow.NEXT_FORUM)

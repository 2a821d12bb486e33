"""Opinions that wait for an answer: who owes it, by when, and whose owner is no longer there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    false,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.forums.models import WAITING, Forum, Opinion
from domain.people.models import Officer, Role
from domain.places.models import Level, Place, PlaceScope
from domain.places.queries import in_scope, scope_of, valid_on
from domain.records import rights

AHEAD = timedelta(days=7)
"""How far ahead the home screen looks."""
SOON = timedelta(days=2)
"""How near a day is from which it says so."""
MOST = 200
"""How many a page lists."""

_OPINIONS, _FORUMS, _PLACES = table_of(Opinion), table_of(Forum), table_of(Place)
_SCOPES = table_of(PlaceScope)
_OWNERS, _AUTHORS = table_of(Officer).alias("owners"), table_of(Officer).alias("authors")
_HOMES, _COMMUNES = table_of(Place).alias("homes"), table_of(Place).alias("communes")


@dataclass(frozen=True, slots=True)
class Owed:
    """One opinion that somebody was promised an answer to."""

    opinion_id: UUID
    forum_id: UUID
    topic: str
    gist: str
    due_on: date | None
    """None while nobody has said by when."""
    held_on: date
    place: str
    commune: str
    """Of a hamlet the commune it lies in."""
    responsible: str
    answered_on: date | None
    owner_id: UUID | None
    owner: str
    """Who sees to it; "" while nobody does."""
    is_left: bool
    """The owner serves elsewhere by now, or no longer: somebody else has to see to it."""

    @property
    def is_ownerless(self) -> bool:
        """Whether nobody who could sees to it."""
        return self.is_left or self.owner_id is None


def state(due_on: date | None, today: date) -> str:
    """How near the day of a promise is: "over", "today", "soon" or "ok"; without one "soon", for
    somebody has to name it."""
    if due_on is None or today < due_on <= today + SOON:
        return "soon"
    if due_on == today:
        return "today"
    return "over" if due_on < today else "ok"


def keeps(db: Session, owner: Officer, record: Forum) -> bool:
    """Whether an officer can still see to an opinion of this forum: on duty, and for its place."""
    return (
        owner.is_active
        and in_scope(db, owner.place_id, record.place_id)
        and rights.may_correct(owner, record)
    )


_KEEPS = and_(
    _OWNERS.c.is_active,
    or_(_OWNERS.c.role == Role.OFFICER, _OWNERS.c.role == Role.CHIEF),
    _OWNERS.c.organisation == _AUTHORS.c.organisation,
    or_(_HOMES.c.level == Level.COMMUNE, _OWNERS.c.place_id == _AUTHORS.c.place_id),
    select(_SCOPES.c.place_id)
    .where(_SCOPES.c.viewer_id == _OWNERS.c.place_id, _SCOPES.c.place_id == _FORUMS.c.place_id)
    .exists(),
)
"""`keeps` in the words of the database."""
_IS_LEFT = case((_OPINIONS.c.owner_id.is_(None), false()), (_KEEPS, false()), else_=true())
_ASKED = or_(*(_OPINIONS.c.outcome == outcome for outcome in WAITING))
_OPEN = and_(_ASKED, _OPINIONS.c.answered_on.is_(None))
_FIRST = (_OPINIONS.c.due_on.is_(None), _OPINIONS.c.due_on, _FORUMS.c.held_on, _OPINIONS.c.id)
"""Overdue ones in front, those without a day behind."""


def _standing(place: ColumnElement[UUID]) -> Select[Any]:
    """Promises of forums that stand, seen from a place."""
    seen = select(_SCOPES.c.place_id).where(_SCOPES.c.viewer_id == place)
    return (
        select(
            _OPINIONS.c.id,
            _OPINIONS.c.forum_id,
            _OPINIONS.c.topic,
            _OPINIONS.c.gist,
            _OPINIONS.c.due_on,
            _FORUMS.c.held_on,
            _PLACES.c.full_name,
            case((_PLACES.c.level == Level.HAMLET, _COMMUNES.c.full_name), else_=""),
            _OPINIONS.c.responsible,
            _OPINIONS.c.answered_on,
            _OPINIONS.c.owner_id,
            func.coalesce(_OWNERS.c.name, ""),
            _IS_LEFT,
            func.count().over(),
        )
        .select_from(_OPINIONS)
        .join(_FORUMS, _FORUMS.c.id == _OPINIONS.c.forum_id)
        .join(_PLACES, _PLACES.c.id == _FORUMS.c.place_id)
        .outerjoin(_COMMUNES, _COMMUNES.c.id == _PLACES.c.parent_id)
        .join(_AUTHORS, _AUTHORS.c.id == _FORUMS.c.author_id)
        .outerjoin(_OWNERS, _OWNERS.c.id == _OPINIONS.c.owner_id)
        .outerjoin(_HOMES, _HOMES.c.id == _OWNERS.c.place_id)
        .where(_FORUMS.c.withdrawn_at.is_(None), _FORUMS.c.place_id.in_(seen))
    )


_MINE = or_(
    and_(_OPINIONS.c.owner_id == bindparam("viewer"), _KEEPS),
    and_(
        func.coalesce(_OPINIONS.c.author_id, _FORUMS.c.author_id) == bindparam("viewer"),
        or_(_OPINIONS.c.owner_id.is_(None), _IS_LEFT),
    ),
)
"""What an officer owes, and what this officer wrote down that nobody there owes."""
_SOON = (
    _standing(bindparam("place", type_=_FORUMS.c.place_id.type))
    .where(_OPEN, or_(_OPINIONS.c.due_on.is_(None), _OPINIONS.c.due_on <= bindparam("until")))
    .order_by(case((_IS_LEFT, 0), else_=1), *_FIRST)
    .limit(bindparam("most"))
)
_OF_UNIT, _OF_OFFICER = ready(_SOON), ready(_SOON.where(_MINE))
"""Put together once: the home screen asks for one of them every time it is opened."""


@dataclass(frozen=True, slots=True)
class Some:
    """Some of the promises, and how many there are."""

    shown: Sequence[Owed]
    total: int


def owed_by(db: Session, viewer: Officer, *, today: date, most: int = 5) -> Some:
    """What the viewer owes an answer to in these days: what has to be handed over first, then the
    one due first.

    Of a chief the whole unit's; of an officer the own ones. One without an owner, or whose owner
    serves elsewhere by now, is owed by the chief and by whoever wrote it down.
    """
    asked = _OF_UNIT if viewer.role is Role.CHIEF else _OF_OFFICER
    values = {"place": viewer.place_id, "viewer": viewer.id, "until": today + AHEAD, "most": most}
    return _some(asked.all(db, values))


def promises(db: Session, viewer: Officer, *, within: UUID | None = None) -> Some:
    """Every promise that waits in the viewer's places, or `within` one of them that the viewer
    may see; the one due first in front, at most `MOST`."""
    query = _seen(viewer, within).where(_OPEN).order_by(*_FIRST).limit(MOST)
    return _some(db.execute(query).all())


def answered_since(db: Session, viewer: Officer, since: date, within: UUID | None = None) -> Some:
    """The promises that were answered on that day or later, the last one in front."""
    query = _seen(viewer, within).where(_ASKED, _OPINIONS.c.answered_on >= since)
    newest = query.order_by(_OPINIONS.c.answered_on.desc(), _OPINIONS.c.id).limit(MOST)
    return _some(db.execute(newest).all())


def _seen(viewer: Officer, within: UUID | None) -> Select[Any]:
    query = _standing(literal(viewer.place_id, _FORUMS.c.place_id.type))
    if within is None:
        return query
    return query.where(
        _FORUMS.c.place_id.in_(select(_SCOPES.c.place_id).where(_SCOPES.c.viewer_id == within))
    )


def _some(rows: Sequence[Any]) -> Some:
    return Some([Owed(*row[:-1]) for row in rows], rows[0][-1] if rows else 0)


def overdue(db: Session, viewer: Officer, *, today: date) -> int:
    """How many promises in the viewer's places are past their day."""
    return int(db.scalar(select(func.sum(_overdue(viewer, today).c.late))) or 0)


def worst_communes(
    db: Session, viewer: Officer, *, on: date, today: date, most: int = 3
) -> Sequence[tuple[Place, int, date]]:
    """The communes of the tree of day `on` with the most promises past their day: how many, and
    the day that is longest past."""
    events = _overdue(viewer, today)
    late, oldest = func.sum(events.c.late), func.min(events.c.oldest)
    of_commune = (
        select(PlaceScope.viewer_id, late.label("late"), oldest.label("oldest"))
        .join(events, PlaceScope.place_id == events.c.place_id)
        .group_by(PlaceScope.viewer_id)
        .subquery()
    )
    query = (
        select(Place, of_commune.c.late, of_commune.c.oldest)
        .join(of_commune, of_commune.c.viewer_id == Place.id)
        .where(Place.level == Level.COMMUNE, Place.id.in_(scope_of(viewer.place_id)), valid_on(on))
        .order_by(of_commune.c.late.desc(), of_commune.c.oldest, Place.sort_key)
        .limit(most)
    )
    return [(row[0], int(row[1]), row[2]) for row in db.execute(query)]


def _overdue(viewer: Officer, today: date) -> Subquery:
    """By event and place: how many promises are past their day, and the day longest past.

    Partners write the same promises down, so of a shared event the longest list counts, as it does
    in the sums of the feed that stand beside this.
    """
    event = func.coalesce(Forum.event_id, Forum.id)
    late, oldest = func.count(Opinion.id), func.min(Opinion.due_on)
    listed = (
        select(Forum.place_id, event.label("event"), late.label("late"), oldest.label("oldest"))
        .join(Opinion, Opinion.forum_id == Forum.id)
        .where(
            Opinion.outcome.in_(WAITING),
            Opinion.answered_on.is_(None),
            Opinion.due_on < today,
            Forum.withdrawn_at.is_(None),
            Forum.place_id.in_(scope_of(viewer.place_id)),
        )
        .group_by(Forum.id, Forum.place_id, event)
        .subquery()
    )
    longest, first = func.max(listed.c.late), func.min(listed.c.oldest)
    return (
        select(listed.c.place_id, longest.label("late"), first.label("oldest"))
        .group_by(listed.c.event, listed.c.place_id)
        .subquery()
    )

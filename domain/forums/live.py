"""A forum written down line by line while people speak, by several officers at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.engines import ready
from domain.errors import NotFound, SameIdOtherContent, StaleVersion
from domain.forums import rules, services
from domain.forums.content import Content, Handling, content_of, opinion_field
from domain.forums.models import Forum, Opinion, OpinionKind, Outcome
from domain.forums.services import Acting
from domain.history import queries as past
from domain.history.rules import changes
from domain.media.models import Photo
from domain.people.models import Officer
from domain.places.models import Place, PlaceScope
from domain.records import rights

REMEMBERED = timedelta(days=30)
"""How long a unit is reminded of opinions of which nobody wrote down how they ended."""


def last_number(record: Forum) -> int:
    """The highest number that an opinion of this forum ever had; 0 when there was none."""
    return max([*(row.position for row in record.opinions), *record.gone.values()], default=0)


def unsaid_of(record: Forum) -> list[Opinion]:
    """The opinions of which nobody has written down how they ended."""
    return [row for row in record.opinions if row.outcome is Outcome.NOT_YET]


def add(db: Session, *, acting: Acting, record: Forum, line_id: UUID, gist: str) -> None:
    """Put one more opinion at the end of a forum that is locked for a change.

    The same line sent again changes nothing, and neither does one that was taken out since.
    Raises `BadInput`, `SameIdOtherContent`, or `NotFound` when the id is another forum's.
    """
    rights.require_may_correct(acting.by, record)
    if stored_otherwise(db, record, line_id, gist):
        raise SameIdOtherContent
    if str(line_id) in record.gone or _stored(db, line_id) is not None:
        return
    for problem in rules.problems_of_line(gist, others=len(record.opinions)):
        raise problem
    record.opinions.append(
        Opinion(
            id=line_id,
            position=last_number(record) + 1,
            kind=OpinionKind.INFORMATION,
            gist=gist,
            outcome=Outcome.NOT_YET,
            author_id=acting.by.id,
            entered_at=acting.now,
        )
    )
    db.flush()
    acting.audit(db, Action.OPINION_ADDED, record)
    services.show(db, record, acting)


def stored_otherwise(db: Session, record: Forum, line_id: UUID, gist: str) -> Opinion | None:
    """The line that is stored under this id and never said what is sent now, if there is one.

    Raises `NotFound` when the id is another forum's.
    """
    row = _stored(db, line_id)
    if row is None:
        return None
    if row.forum_id != record.id:
        raise NotFound
    first = past.values_at(db, record.KIND, record.id, 0)
    known = {row.gist, first.get(opinion_field(row.position, "gist"))}
    return None if gist in known else row


def _stored(db: Session, line_id: UUID) -> Opinion | None:
    return db.get(Opinion, line_id)


def change(
    db: Session, *, acting: Acting, record: Forum, opinion: Opinion, version: int, gist: str
) -> None:
    """Write one line anew. Raises `BadInput`, or `StaleVersion` unless `version` is the line's.

    Saving what it says already changes nothing, whatever the version.
    """
    rights.require_may_correct(acting.by, record)
    for problem in rules.problems_of_line(gist):
        raise problem
    if opinion.gist != gist and opinion.version != version:
        raise StaleVersion
    before = content_of(record)
    _keep(db, acting, record, before, before.with_gist(opinion.position, gist))


def answered_here(
    db: Session, *, acting: Acting, record: Forum, opinions: Iterable[Opinion]
) -> None:
    """Those of the opinions of which nobody said how they ended were answered on the spot."""
    rights.require_may_correct(acting.by, record)
    before = after = content_of(record)
    for row in opinions:
        if row.outcome is Outcome.NOT_YET:
            after = after.with_handling(row.position, Handling(answer=row.answer))
    _keep(db, acting, record, before, after)


def _keep(db: Session, acting: Acting, record: Forum, before: Content, after: Content) -> None:
    services.keep(db, record, acting, after, changes(before.fields(), after.fields()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsaid:
    """A forum of which some opinions wait for a word on how they ended."""

    forum_id: UUID
    place: str
    held_on: date
    opinions: int
    has_photos: bool


def unsaid(db: Session, viewer: Officer, *, today: date) -> Sequence[Unsaid]:
    """The forums that the viewer's own unit logged lately with such opinions, oldest first."""
    values = {
        "since": today - REMEMBERED,
        "place": viewer.place_id,
        "organisation": viewer.organisation,
    }
    return [
        Unsaid(forum_id=id_, held_on=held_on, place=place, opinions=opinions, has_photos=photos)
        for id_, held_on, place, opinions, photos in _UNSAID.all(db, values)
    ]


def _has_photos() -> ColumnElement[bool]:
    of_forum = (Photo.record_kind == Forum.KIND, Photo.record_id == Forum.id, Photo.file_key != "")
    return select(Photo.id).where(*of_forum).exists()


_UNSAID = ready(
    select(Forum.id, Forum.held_on, Place.full_name, func.count(Opinion.id), _has_photos())
    .join(Opinion, Opinion.forum_id == Forum.id)
    .join(Place, Place.id == Forum.place_id)
    .join(Officer, Officer.id == Forum.author_id)
    .where(
        Opinion.outcome == Outcome.NOT_YET,
        Forum.held_on >= bindparam("since"),
        Forum.withdrawn_at.is_(None),
        Forum.place_id.in_(
            select(PlaceScope.place_id).where(PlaceScope.viewer_id == bindparam("place"))
        ),
        Officer.place_id == bindparam("place"),
        Officer.organisation == bindparam("organisation"),
    )
    .group_by(Forum.id, Forum.held_on, Place.full_name)
    .order_by(Forum.held_on, Forum.id)
)
"""Put together once: the home screen asks for it every time it is opened."""

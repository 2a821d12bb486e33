"""Reading posters: by the code on the wall, and what a signed-in viewer may see of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from domain.errors import NotFound
from domain.people.models import Officer
from domain.places import queries as places
from domain.places.models import Level, Place
from domain.places.naming import in_a_sentence, with_old_commune
from domain.posters.codes import BadCode, normalise
from domain.posters.models import Poster, PosterDay, PosterState

PAGE = 50
WEEKS = 12
RECENT = timedelta(days=30)
_LONGEST_CHAIN = 20

Cursor = tuple[datetime, UUID]
"""When the last poster of a page was issued, and its id: the next page starts behind it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What people did at a poster in some days."""

    scans: int = 0
    tips: int = 0
    """Without those sent to the parent unit, which the commune must not be able to count."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of posters, newest first, and where the next one starts (None: no more)."""

    posters: Sequence[Poster]
    following: Cursor | None


def by_code(db: Session, code: str) -> Poster | None:
    """The poster with this canonical code, live or ended; anybody may ask."""
    return db.scalars(select(Poster).where(Poster.code == code)).one_or_none()


def replacement(db: Session, poster: Poster) -> Poster | None:
    """The live poster that took an ended one's place, through as many changes as there were."""
    follower: Poster | None = poster
    for _ in range(_LONGEST_CHAIN):
        if follower is None or follower.replaced_by_id is None:
            return None
        follower = db.get(Poster, follower.replaced_by_id)
        if follower is not None and follower.state is PosterState.LIVE:
            return follower
    return None


def _visible_to(viewer: Officer) -> Select[Poster]:
    return select(Poster).where(Poster.place_id.in_(places.scope_of(viewer.place_id)))


def get_visible(db: Session, viewer: Officer, code: str, *, to_change: bool = False) -> Poster:
    """The poster with this code, in either case. Raises `NotFound` alike for unseen and absent.

    With `to_change` the row is locked until the transaction ends and read afresh.
    """
    try:
        query = _visible_to(viewer).where(Poster.code == normalise(code))
    except BadCode:
        raise NotFound from None
    if to_change:
        query = query.with_for_update(of=Poster).execution_options(populate_existing=True)
    poster = db.scalars(query).one_or_none()
    if poster is None:
        raise NotFound
    return poster


def get_several(db: Session, viewer: Officer, codes: Sequence[str]) -> list[Poster]:
    """The posters with these codes, in this order. Raises `NotFound` if one is unseen or absent."""
    return [get_visible(db, viewer, code) for code in codes]


def get_visible_by_id(db: Session, viewer: Officer, poster_id: UUID) -> Poster | None:
    """The poster with this id, if the viewer may see it."""
    return db.scalars(_visible_to(viewer).where(Poster.id == poster_id)).one_or_none()


def listed(
    db: Session,
    viewer: Officer,
    *,
    unit_id: UUID | None = None,
    states: Sequence[PosterState] = (),
    after: Cursor | None = None,
) -> Listing:
    """A page of the viewer's posters; `unit_id` narrows them to what a commune serves."""
    query = _visible_to(viewer)
    if unit_id is not None:
        query = query.where(Poster.place_id.in_(places.scope_of(unit_id)))
    if states:
        query = query.where(Poster.state.in_(states))
    if after is not None:
        query = query.where(tuple_(Poster.issued_at, Poster.id) < after)
    newest_first = query.order_by(Poster.issued_at.desc(), Poster.id.desc())
    found = db.scalars(newest_first.limit(PAGE + 1)).all()
    page = found[:PAGE]
    more = len(found) > PAGE
    return Listing(page, (page[-1].issued_at, page[-1].id) if more else None)


def other_communes(db: Session, viewer: Officer, posters: Sequence[Poster]) -> dict[UUID, str]:
    """By hamlet its commune, as said after it, where that is not the viewer's own unit."""
    hamlet = aliased(Place)
    query = (
        select(hamlet.id, Place.full_name)
        .join(Place, Place.id == hamlet.parent_id)
        .where(
            hamlet.id.in_([poster.place_id for poster in posters]),
            hamlet.level == Level.HAMLET,
            Place.id != viewer.place_id,
        )
    )
    return {row[0]: in_a_sentence(row[1]) for row in db.execute(query)}


def count_live(db: Session, viewer: Officer) -> int:
    """How many posters speak for the viewer's places."""
    live = _visible_to(viewer).where(Poster.state == PosterState.LIVE)
    return db.scalar(live.with_only_columns(func.count(Poster.id))) or 0


def tallies(db: Session, posters: Sequence[Poster], *, today: date) -> dict[UUID, Tally]:
    """Scans and tips of the last 30 days by poster, zeros where nothing happened."""
    query = (
        select(PosterDay.poster_id, func.sum(PosterDay.scans), func.sum(PosterDay.tips))
        .where(
            PosterDay.poster_id.in_([poster.id for poster in posters]),
            PosterDay.day > today - RECENT,
        )
        .group_by(PosterDay.poster_id)
    )
    counted = {row[0]: Tally(int(row[1]), int(row[2])) for row in db.execute(query)}
    return {poster.id: counted.get(poster.id, Tally()) for poster in posters}


def weeks(db: Session, poster: Poster, *, today: date) -> list[tuple[date, Tally]]:
    """The last twelve weeks by their Monday, newest first, those without anything too."""
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    query = select(PosterDay.day, PosterDay.scans, PosterDay.tips).where(
        PosterDay.poster_id == poster.id, PosterDay.day >= first, PosterDay.day <= today
    )
    scans, tips = [0] * WEEKS, [0] * WEEKS
    for row in db.execute(query):
        week = (row.day - first).days // 7
        scans[week] += row.scans
        tips[week] += row.tips
    return [
        (first + timedelta(weeks=week), Tally(scans[week], tips[week]))
        for week in reversed(range(WEEKS))
    ]


def spoken_place(db: Session, place: Place, unit: Place) -> str:
    """The place as the unit's people say it: "Ấp 3", "xã Phương Trà", "Ấp 3 (xã Ba Sao cũ)".

    Hamlets of communes that became one share their names, so the old commune is said.
    """
    if place.level != Level.HAMLET:
        return in_a_sentence(place.full_name)
    commune = places.commune_of(db, place)
    if commune is None or commune.id == unit.id:
        return place.full_name
    return with_old_commune(place.full_name, commune.full_name)


def places_for_posters(db: Session, viewer: Officer, on: date) -> list[Place]:
    """Whole communes, then hamlets, for which the viewer's unit can issue a poster."""
    unit_id = viewer.place_id
    return [*places.communes(db, unit_id, on), *places.hamlets(db, unit_id, on)]


def issuer(db: Session, poster: Poster) -> Officer | None:
    """Who issued it; none for a command on the server."""
    return db.get(Officer, poster.issued_by) if poster.issued_by else None


def replaced(db: Session, poster: Poster) -> Poster | None:
    """The ended poster whose place this one took."""
    return db.scalars(select(Poster).where(Poster.replaced_by_id == poster.id)).one_or_none()

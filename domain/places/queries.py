"""Reading places: today's tree, what a viewer may see, the path a record counts along."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import ready
from domain.errors import NotFound
from domain.places.models import Level, Place, PlaceScope, Succession, SuccessorScope
from domain.places.naming import with_old_commune
from domain.rows import ByKey

_PLACES, _SCOPES = table_of(Place), table_of(PlaceScope)
_BY_ID = ByKey(Place)
_VIEWERS = ready(
    select(_SCOPES.c.viewer_id)
    .join(_PLACES, _PLACES.c.id == _SCOPES.c.viewer_id)
    .where(
        _SCOPES.c.place_id == bindparam("place_id"),
        _PLACES.c.valid_from <= bindparam("day"),
        or_(_PLACES.c.valid_to.is_(None), _PLACES.c.valid_to >= bindparam("day")),
    )
)
"""`valid_on` over plain tables, put together once: it is asked for every record that is shown."""
_AREAS = ready(
    select(_PLACES.c.id)
    .join(_SCOPES, _PLACES.c.id == _SCOPES.c.place_id)
    .where(
        _SCOPES.c.viewer_id == bindparam("viewer_id"),
        _PLACES.c.level == bindparam("level"),
        _PLACES.c.valid_from <= bindparam("day"),
        or_(_PLACES.c.valid_to.is_(None), _PLACES.c.valid_to >= bindparam("day")),
    )
)
"""The same of a unit's hamlets or communes: asked for every record that is saved."""


def scope_of(viewer_place_id: UUID) -> Select[UUID]:
    """The ids of every place whose records somebody at `viewer_place_id` may see (a subquery)."""
    return select(PlaceScope.place_id).where(PlaceScope.viewer_id == viewer_place_id)


def in_scope(db: Session, viewer_place_id: UUID, place_id: UUID) -> bool:
    """Whether the place lies in the viewer's subtree or was succeeded by it."""
    return db.get(PlaceScope, (viewer_place_id, place_id)) is not None


def valid_on(day: date) -> ColumnElement[bool]:
    """The filter for places that exist on `day`.

    The day is `settings.tree_day`: today, unless the deployment reads an older tree on purpose.
    """
    return and_(Place.valid_from <= day, or_(Place.valid_to.is_(None), Place.valid_to >= day))


def get(db: Session, place_id: UUID) -> Place:
    """The place with this id. Raises `NotFound`."""
    place = _BY_ID.get(db, place_id)
    if place is None:
        raise NotFound
    return place


def get_visible(db: Session, viewer_place_id: UUID, place_id: UUID) -> Place:
    """The place, if in the viewer's scope. Raises `NotFound` alike for unseen and absent."""
    query = select(Place).where(Place.id == place_id, Place.id.in_(scope_of(viewer_place_id)))
    place = db.scalars(query).one_or_none()
    if place is None:
        raise NotFound
    return place


def by_code(db: Session, code: str, on: date) -> Place:
    """The place that bears the code on that day (a code may live on with another meaning)."""
    query = select(Place).where(Place.code == code, valid_on(on)).order_by(Place.valid_from)
    place = db.scalars(query).first()
    if place is None:
        raise NotFound
    return place


def children(db: Session, parent_id: UUID, on: date) -> Sequence[Place]:
    """Places directly below, that exist on the day, in Vietnamese order."""
    query = select(Place).where(Place.parent_id == parent_id, valid_on(on))
    return db.scalars(query.order_by(Place.sort_key)).all()


def communes(db: Session, viewer_place_id: UUID, on: date) -> Sequence[Place]:
    """Communes in the viewer's scope on the day, in Vietnamese order."""
    query = select(Place).where(
        Place.level == Level.COMMUNE,
        Place.id.in_(scope_of(viewer_place_id)),
        valid_on(on),
    )
    return db.scalars(query.order_by(Place.sort_key)).all()


def ancestors(db: Session, place: Place) -> list[Place]:
    """The place itself, then its parents up to the root."""
    chain = [place]
    while chain[-1].parent_id is not None:
        chain.append(get(db, chain[-1].parent_id))
    return chain


def commune_of(db: Session, place: Place) -> Place | None:
    """The commune a hamlet or commune belongs to; none for a larger place."""
    while place.level != Level.COMMUNE:
        if place.parent_id is None:
            return None
        place = get(db, place.parent_id)
    return place


def serving_commune(db: Session, place: Place, on: date) -> Place | None:
    """The commune whose police serve a hamlet or commune on that day: its own, or the one that
    succeeded it. None for a larger place."""
    query = (
        select(Place)
        .join(PlaceScope, PlaceScope.viewer_id == Place.id)
        .where(PlaceScope.place_id == place.id, Place.level == Level.COMMUNE, valid_on(on))
    )
    newest = query.order_by(Place.valid_from.desc())
    return db.scalars(newest).first() or commune_of(db, place)


def successor_of(db: Session, place_id: UUID) -> Place | None:
    """The place that took over whole or the remainder, if any."""
    query = (
        select(Place)
        .join(Succession, Succession.new_id == Place.id)
        .where(
            Succession.old_id == place_id,
            Succession.scope.in_([SuccessorScope.WHOLE, SuccessorScope.REMAINDER]),
        )
    )
    return db.scalars(query.order_by(Succession.effective_from)).first()


def parent_unit(db: Session, place: Place) -> Place | None:
    """The nearest place above with a police unit: where a tip may be sent instead."""
    above = ancestors(db, place)[1:]
    return next((p for p in above if p.unit_title), None)


def viewers_of(db: Session, place_id: UUID, on: date) -> list[UUID]:
    """Every place of the tree of that day from which a record at `place_id` is seen: its path.

    Hamlet, commune, district, province; where the old commune was succeeded, its successor and
    that one's parents. Four at most, because only places that exist on the day count.
    """
    return [viewer for (viewer,) in _VIEWERS.all(db, {"place_id": place_id, "day": on})]


def areas(db: Session, unit: Place, on: date) -> Sequence[Place]:
    """What lies under a unit on the day: a commune's hamlets, a larger unit's communes."""
    return (hamlets if unit.level == Level.COMMUNE else communes)(db, unit.id, on)


def area_ids(db: Session, unit: Place, on: date) -> list[UUID]:
    """The same by their ids alone, in no order."""
    level = Level.HAMLET if unit.level == Level.COMMUNE else Level.COMMUNE
    values = {"viewer_id": unit.id, "level": level, "day": on}
    return [place_id for (place_id,) in _AREAS.all(db, values)]


def hamlets(db: Session, unit_place_id: UUID, on: date) -> Sequence[Place]:
    """Hamlets a unit serves on the day, those of the communes it succeeded included."""
    query = select(Place).where(
        Place.level == Level.HAMLET, Place.id.in_(scope_of(unit_place_id)), valid_on(on)
    )
    return db.scalars(query.order_by(Place.sort_key, Place.code)).all()


def twins(db: Session, offered: Sequence[Place]) -> dict[UUID, str]:
    """Hamlets that share their name with another one offered beside them, as communes bring them
    along when they become one: each with the commune it lay in, "Ấp 3 (xã Ba Sao cũ)"."""
    times = Counter(place.full_name for place in offered)
    same = [p for p in offered if p.level == Level.HAMLET and times[p.full_name] > 1]
    if not same:
        return {}
    query = select(Place.id, Place.full_name).where(Place.id.in_({p.parent_id for p in same}))
    communes_of = {row[0]: row[1] for row in db.execute(query)}
    return {
        place.id: with_old_commune(place.full_name, communes_of[place.parent_id])
        for place in same
        if place.parent_id in communes_of
    }

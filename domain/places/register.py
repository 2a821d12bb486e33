"""Reading the tree for an admin, who keeps all of it: what stands, what is missing, what ended."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.places.models import Level, Place
from domain.places.queries import scope_of, successor_of, valid_on
from domain.text import holds, terms


def standing(db: Session, on: date) -> Sequence[Place]:
    """Every place of the day, in Vietnamese order."""
    return db.scalars(select(Place).where(valid_on(on)).order_by(Place.sort_key)).all()


def find(db: Session, search: str, *, limit: int) -> list[Place]:
    """Places of any day by beginnings of words of name or code, with or without accents."""
    wanted = terms(search)
    if not wanted:
        return []
    every = db.scalars(select(Place).order_by(Place.sort_key, Place.valid_from))
    return [place for place in every if holds(f"{place.full_name} {place.code}", wanted)][:limit]


def possible_successors(db: Session, place: Place) -> Sequence[Place]:
    """Places of the same level that may take over; of a hamlet those its commune's police serve."""
    query = select(Place).where(Place.level == place.level, Place.id != place.id)
    if place.level == Level.HAMLET and place.parent_id is not None:
        unit = successor_of(db, place.parent_id)
        query = query.where(Place.id.in_(scope_of(unit.id if unit else place.parent_id)))
    return db.scalars(query.order_by(Place.sort_key)).all()


def communes_without_hamlets(db: Session, on: date) -> int:
    """Communes of the day whose hamlets nobody has entered yet, theirs or those they succeeded."""
    communes = db.scalars(select(Place.id).where(Place.level == Level.COMMUNE, valid_on(on))).all()
    hamlets = select(Place.id).where(Place.level == Level.HAMLET, valid_on(on))
    return sum(
        db.scalar(hamlets.where(Place.id.in_(scope_of(commune))).limit(1)) is None
        for commune in communes
    )


def phones_not_dialled(db: Session, on: date) -> int:
    """Units of the day whose duty phone people do not see."""
    units = db.scalars(select(Place).where(Place.level != Level.HAMLET, valid_on(on)))
    return sum(not place.duty_call.shown for place in units)

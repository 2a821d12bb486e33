"""From posters to what stands on their sheets: names and numbers of the day they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from domain.errors import NotFound
from domain.places import queries as places
from domain.posters.models import Poster
from domain.posters.queries import spoken_place
from domain.posters.rules import require_live
from domain.posters.sheet import PosterSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Where this deployment is reached, the day, and whether its posters are only for trying."""

    public_url: str
    printed_on: date
    tree_day: date
    is_trial: bool


def sheets(db: Session, posters: Sequence[Poster], press: Press) -> list[PosterSheet]:
    """The sheets of live posters, in their order. Raises `PosterEnded` for one that is not."""
    for poster in posters:
        require_live(poster)
    return [sheet(db, poster, press) for poster in posters]


def sheet(db: Session, poster: Poster, press: Press) -> PosterSheet:
    """What is printed of one poster, in the name of the unit that serves its place today."""
    unit = places.serving_commune(db, poster.place, press.tree_day)
    if unit is None:
        raise NotFound
    return PosterSheet(
        unit_name=unit.unit_title or unit.full_name,
        place_line=f"lắng nghe bà con {spoken_place(db, poster.place, unit)}",
        code=poster.code,
        serial=poster.printed_serial,
        public_url=press.public_url,
        spot=poster.spot,
        printed_on=press.printed_on,
        duty_phone=unit.duty_call.shown or None,
        demo=press.is_trial,
    )

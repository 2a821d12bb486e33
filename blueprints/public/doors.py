"""Which place a public page is about: by the poster's code, or by the place that was chosen."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from blueprints.public.keeping import Keep
from domain.errors import NotFound
from domain.places import queries as places
from domain.places.models import Level, Place, PlaceScope
from domain.posters import codes
from domain.posters import queries as posters
from domain.posters.codes import BadCode
from domain.posters.models import Poster, PosterState
from domain.text import clean, fold
from domain.tips import doorways
from domain.tips.doorways import Doorway
from web.context import session, tree_day

UNKNOWN = "khong-ro"
_UNKNOWN_WORDS = {"khong ro", "khong-ro", "unknown"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """A doorway and how the person came to it. `place_value` travels in the form of `/tip`."""

    way: Doorway
    poster_id: UUID | None = None
    poster_code: str = ""
    is_live: bool = False
    place_value: str = ""


_DOORS: Keep[Door] = Keep(most=256, seconds=30)
"""Doors of posters through which tips come in; the names of units change rarely."""


def by_poster(code: str) -> tuple[Poster, Door]:
    """The poster and its door. Raises `BadCode` and `NotFound`."""
    poster = posters.by_code(session(), codes.normalise(code))
    if poster is None:
        raise NotFound
    way = doorways.to_place(session(), poster.place, tree_day())
    live = poster.state is PosterState.LIVE
    return poster, Door(way=way, poster_id=poster.id, poster_code=poster.code, is_live=live)


def seek_place(text: str) -> Door | None:
    """The door of a chosen place; none when it is not in the list."""
    try:
        return by_place(text)
    except NotFound:
        return None


def by_place(text: str) -> Door:
    """The door of a chosen hamlet or commune, by its code or id; or of "không rõ".

    Raises `NotFound` for a place that is not in the list.
    """
    # Cleaned, because PostgreSQL refuses to compare with what no text of its own can hold.
    text = clean(text)
    if fold(text) in _UNKNOWN_WORDS:
        return Door(way=doorways.to_anywhere(session(), tree_day()), place_value=UNKNOWN)
    place = _place(text)
    if place.level not in {Level.COMMUNE, Level.HAMLET}:
        raise NotFound
    way = doorways.to_place(session(), place, tree_day())
    return Door(way=way, place_value=place.code)


def _place(text: str) -> Place:
    try:
        return places.get(session(), UUID(text))
    except ValueError:
        return places.by_code(session(), text, tree_day())


def or_anywhere(text: str) -> Door:
    """The same for a form that is being sent: an odd place never stands in its way."""
    return seek_place(text) or by_place(UNKNOWN)


def by_poster_or_anywhere(code: str) -> Door:
    """The same for a form of a poster whose code leads nowhere: what was typed is not lost."""
    try:
        return _DOORS.get(code.upper(), lambda: by_poster(code)[1])
    except (BadCode, NotFound):
        return by_place(UNKNOWN)


def communes() -> list[tuple[Place, bool]]:
    """Communes of today's tree in Vietnamese order, and whether hamlets of each are known."""
    day = tree_day()
    found = session().scalars(
        select(Place)
        .where(Place.level == Level.COMMUNE, places.valid_on(day))
        .order_by(Place.sort_key)
    )
    split = set(
        session().scalars(
            select(PlaceScope.viewer_id)
            .join(Place, Place.id == PlaceScope.place_id)
            .where(Place.level == Level.HAMLET, places.valid_on(day))
            .distinct()
        )
    )
    return [(commune, commune.id in split) for commune in found]


def commune(code: str) -> Place | None:
    """The commune of that code in today's tree; none when there is no such."""
    if not code:
        return None
    try:
        found = places.by_code(session(), clean(code), tree_day())
    except NotFound:
        return None
    return found if found.level is Level.COMMUNE else None

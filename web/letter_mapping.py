"""A letter's fields as the form of today has them: what was renamed, and places that became
others; and a day that only a wrong clock can have put there."""

from datetime import date, timedelta
from uuid import UUID

from domain.errors import NotFound, Refusal
from domain.places import queries as places
from domain.sentence import Sentence
from web import form_versions
from web.context import session, tree_day
from web.letter_clock import clock_is_far_off, shown_day, written_on
from web.letter_type import Letter

_PLACE = "place"
_DAYS = {"held_on", "happened_on"}
_NEAR = timedelta(days=1)


class DayOfWrongClock(Refusal):
    """The day is the one that a wrong clock showed: its author looks at it once more."""

    sentence = Sentence(
        "Lúc ghi, đồng hồ máy sai ngày, nên ngày trong phiếu có thể sai theo. Mở phiếu ra, coi lại"
        " ngày rồi gửi."
    )


def as_today(found: Letter) -> list[tuple[str, str]]:
    """The fields under the names and with the codes that the form of today knows."""
    fields = form_versions.as_newest(found.form, found.version, found.fields)
    return [(name, _place(value) if name == _PLACE else value) for name, value in fields]


def _place(value: str) -> str:
    """The place that took over wholly, where the chosen one has ended."""
    try:
        place = places.get(session(), UUID(value))
    except (ValueError, NotFound):
        return value
    if place.valid_to is None or place.valid_to >= tree_day():
        return value
    after = places.successor_of(session(), place.id)
    return str(after.id) if after else value


def require_likely_days(found: Letter) -> None:
    """Raise `DayOfWrongClock` when a day in the letter is the very day that the phone's clock
    showed, while that clock was wrong by more than a day."""
    shown = shown_day(found)
    if shown is None or not clock_is_far_off():
        return
    for name, value in found.fields:
        told = _day(value) if name in _DAYS else None
        if told and abs(told - shown) <= _NEAR and abs(told - written_on()) > _NEAR:
            raise DayOfWrongClock


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None

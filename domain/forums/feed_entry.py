"""What the feed shows of a forum, what it counts, and the words that find it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from domain.clock import days_late, instant
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.forums.models import WAITING, Forum, Opinion, Outcome

SHOWN_PHOTOS = 3


def is_open(opinion: Opinion) -> bool:
    """Promised or passed on, and not answered yet."""
    return opinion.outcome in WAITING and opinion.answered_on is None


def happening_of(record: Forum, *, commune: str, photos: Sequence[UUID]) -> Happening:
    """The forum as the feed keeps it. Names of people who spoke never leave the record."""
    return Happening(
        record_id=record.id,
        kind=Kind.FORUM,
        place_id=record.place_id,
        happened_at=instant(record.held_on, record.started_at),
        day=record.held_on,
        summary=_summary(record, commune, photos),
        counts=_measures(record),
        words=_words(record, commune),
    )


def _summary(record: Forum, commune: str, photos: Sequence[UUID]) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "place": record.place.full_name,
        "commune": commune,
        "author": record.author.name,
        "photos": [str(photo) for photo in photos[:SHOWN_PHOTOS]],
        "venue": record.venue,
        "attendance": record.attendance,
        "opinions": len(record.opinions),
        "open": sum(is_open(opinion) for opinion in record.opinions),
    }
    if unsaid := sum(opinion.outcome is Outcome.NOT_YET for opinion in record.opinions):
        summary["unsaid"] = unsaid
    if late := days_late(record.entered_at, record.held_on):
        summary["late_days"] = late
    return summary


def _measures(record: Forum) -> dict[str, int]:
    return {
        "records": 1,
        "people": record.attendance or 0,
        "opinions": len(record.opinions),
        "open_opinions": sum(is_open(opinion) for opinion in record.opinions),
    }


def _words(record: Forum, commune: str) -> str:
    told = [record.venue, record.chair, record.contents, record.minutes, record.notes]
    told += [f"{o.topic} {o.gist} {o.answer}" for o in record.opinions]
    known = [record.place.full_name, commune, record.author.name]
    return "\n".join(text for text in (*told, *known) if text)

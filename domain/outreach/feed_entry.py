"""What the feed shows of an outreach activity, what it counts, and the words that find it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.clock import days_late, instant, local_day
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.outreach.models import Outreach

SHOWN_PHOTOS = 3


def happening_of(
    record: Outreach, *, commune: str, photos: Sequence[UUID], labels: Sequence[str] = ()
) -> Happening:
    """The record as the feed keeps it. `labels` are names of its codes, for the search only."""
    return Happening(
        record_id=record.id,
        kind=Kind.OUTREACH,
        place_id=record.place_id,
        happened_at=happened_at(record),
        day=record.held_on,
        summary=_summary(record, commune, photos),
        counts=_measures(record),
        words=_words(record, commune, labels),
    )


def happened_at(record: Outreach) -> datetime:
    """When it began; without a time, when it was entered that day, or the start of its day."""
    if record.started_at is None and local_day(record.entered_at) == record.held_on:
        return record.entered_at
    return instant(record.held_on, record.started_at)


def _summary(record: Outreach, commune: str, photos: Sequence[UUID]) -> dict[str, Any]:
    main = record.counts[0] if record.counts else None
    summary: dict[str, Any] = {
        "place": record.place.full_name,
        "commune": commune,
        "author": record.author.name,
        "photos": [str(photo) for photo in photos[:SHOWN_PHOTOS]],
        "channel": record.channel,
        "venue": record.venue,
        "scams": list(record.scam_types),
        "main": [main.unit, main.value, main.is_approximate] if main else None,
    }
    if late := days_late(record.entered_at, record.held_on):
        summary["late_days"] = late
    return summary


def _measures(record: Outreach) -> dict[str, int]:
    counted = {count.unit: count.value for count in record.counts}
    return {"records": 1, **counted, **{f"scam:{code}": 1 for code in record.scam_types}}


def _words(record: Outreach, commune: str, labels: Sequence[str]) -> str:
    told = (record.venue, record.campaign, record.notes)
    known = (record.place.full_name, commune, record.author.name, *labels)
    return "\n".join(text for text in (*told, *known) if text)

"""What the feed shows of an opening, what it counts, and the words that find it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.clock import days_late, instant, local_day
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.mailboxes.models import MailboxOpening

SHOWN_PHOTOS = 3


def happening_of(opening: MailboxOpening, *, commune: str, photos: Sequence[UUID]) -> Happening:
    """The opening as the feed keeps it: how many letters, never what became of them."""
    told = (opening.mailbox.spot, opening.notes, opening.place.full_name, commune)
    return Happening(
        record_id=opening.id,
        kind=Kind.MAILBOX,
        place_id=opening.place_id,
        happened_at=happened_at(opening),
        day=opening.held_on,
        summary=_summary(opening, commune, photos),
        counts={"records": 1, "letters": opening.letters},
        words="\n".join(text for text in (*told, opening.author.name) if text),
    )


def happened_at(opening: MailboxOpening) -> datetime:
    """When it began; without a time, when it was entered that day, or the start of its day."""
    if opening.started_at is None and local_day(opening.entered_at) == opening.held_on:
        return opening.entered_at
    return instant(opening.held_on, opening.started_at)


def _summary(opening: MailboxOpening, commune: str, photos: Sequence[UUID]) -> dict[str, Any]:
    summary: dict[str, Any] = {
        "place": opening.place.full_name,
        "commune": commune,
        "author": opening.author.name,
        "photos": [str(photo) for photo in photos[:SHOWN_PHOTOS]],
        "spot": opening.mailbox.spot,
        "letters": opening.letters,
    }
    if late := days_late(opening.entered_at, opening.held_on):
        summary["late_days"] = late
    return summary

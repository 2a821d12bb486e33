"""What the feed shows of a poster: that it was issued, and later, apart, that it ended."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.people.models import Officer
from domain.places import queries as places
from domain.posters.models import Poster


def of_issue(db: Session, poster: Poster, author: Officer | None) -> Happening:
    """That a poster was issued; counts as one."""
    event = _summary(db, poster, author, "issued")
    return _happening(poster, poster.id, poster.issued_at, event, records=1)


def of_end(db: Session, poster: Poster, author: Officer | None) -> Happening:
    """That a poster was retired or revoked: news of its own day, under an id of its own, so that
    the day it was issued keeps its row and its count."""
    event = _summary(db, poster, author, poster.state.value)
    ended_at = poster.ended_at or poster.issued_at
    return _happening(poster, end_id(poster.id), ended_at, event, records=0)


def end_id(poster_id: UUID) -> UUID:
    """The id under which the feed knows a poster's end."""
    return uuid5(poster_id, "ended")


def _happening(
    poster: Poster, record_id: UUID, at: datetime, summary: dict[str, Any], *, records: int
) -> Happening:
    return Happening(
        record_id=record_id,
        kind=Kind.POSTER,
        place_id=poster.place_id,
        happened_at=at,
        day=local_day(at),
        summary=summary,
        counts={"records": records},
        words=" ".join(summary[key] for key in ("code", "serial", "spot", "place", "commune")),
    )


def _summary(db: Session, poster: Poster, author: Officer | None, event: str) -> dict[str, Any]:
    commune = places.commune_of(db, poster.place)
    return {
        "place": poster.place.full_name,
        "commune": commune.full_name if commune else "",
        "author": author.name if author else "",
        "photos": [],
        "code": poster.code,
        "serial": poster.printed_serial,
        "spot": poster.spot,
        "event": event,
    }

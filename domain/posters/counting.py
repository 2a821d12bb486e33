"""Counting scans and tips of a poster by day: no time, no address, no link to any tip."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import adding, inserting
from domain.posters.models import PosterDay

_DAYS = table_of(PosterDay)
_ADD = inserting(_DAYS, adding(_DAYS, ["scans", "tips"]))


def count_scan(db: Session, *, poster_id: UUID, day: date) -> None:
    """Somebody opened the page of a live poster."""
    _add(db, poster_id, day, scans=1)


def count_tip(db: Session, *, poster_id: UUID, day: date) -> None:
    """A tip came in through a poster. Not for one that goes past the commune: it reads these."""
    _add(db, poster_id, day, tips=1)


def _add(db: Session, poster_id: UUID, day: date, *, scans: int = 0, tips: int = 0) -> None:
    _ADD.run(db, {"poster_id": poster_id, "day": day, "scans": scans, "tips": tips})

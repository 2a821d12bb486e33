"""Counting scans and tips of a poster by day: no time, no address, no link to any tip."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.posters.models import PosterDay


def count_scan(db: Session, *, poster_id: UUID, day: date) -> None:
    """Somebody opened the page of a live poster."""
    _add(db, poster_id, day, scans=1)


def count_tip(db: Session, *, poster_id: UUID, day: date) -> None:
    """A tip came in through a poster. Not for one that goes past the commune: it reads these."""
    _add(db, poster_id, day, tips=1)


def _add(db: Session, poster_id: UUID, day: date, *, scans: int = 0, tips: int = 0) -> None:
    on_postgres = db.get_bind().dialect.name == "postgresql"
    row: Any = postgresql.insert(PosterDay) if on_postgres else sqlite.insert(PosterDay)
    row = row.values(poster_id=poster_id, day=day, scans=scans, tips=tips)
    more = {
        "scans": PosterDay.scans + row.excluded.scans,
        "tips": PosterDay.tips + row.excluded.tips,
    }
    db.execute(row.on_conflict_do_update(index_elements=["poster_id", "day"], set_=more))

"""Full-text search with SQLite's FTS5, which reads by number and stops when it has enough."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEWEST = text(
    "SELECT e.number, e.record_id FROM search_index JOIN search_entries e"
    " ON e.number = search_index.rowid WHERE search_index MATCH :words"
    " AND search_index.rowid >= :lowest AND search_index.rowid < :below"
    " ORDER BY search_index.rowid DESC LIMIT :limit"
)


def newest(
    db: Session, *, words: Sequence[str], lowest: int, below: int, limit: int
) -> list[tuple[int, UUID]]:
    """Number and record of the newest entries that hold every word."""
    match = " AND ".join(f'"{word}"' for word in words)
    asked = {"words": match, "lowest": lowest, "below": below, "limit": limit}
    return [(number, UUID(hex=record)) for number, record in db.execute(_NEWEST, asked)]

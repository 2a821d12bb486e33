"""Full-text search with PostgreSQL: its planner walks the numbers for common words, and the
index for rare ones."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

_NEWEST = text(
    "SELECT number, record_id FROM search_entries"
    " WHERE to_tsvector('simple', folded || ' ' || comments) @@ to_tsquery('simple', :words)"
    " AND number >= :lowest AND number < :below ORDER BY number DESC LIMIT :limit"
)


def newest(
    db: Session, *, words: Sequence[str], lowest: int, below: int, limit: int
) -> list[tuple[int, UUID]]:
    """Number and record of the newest entries that hold every word."""
    match = " & ".join(f"'{word}'" for word in words)
    asked = {"words": match, "lowest": lowest, "below": below, "limit": limit}
    return [(number, record) for number, record in db.execute(_NEWEST, asked)]

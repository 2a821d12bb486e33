"""Writing corrections."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.base import new_record_id
from domain.history.models import Correction


def record(
    db: Session,
    *,
    kind: str,
    record_id: UUID,
    version: int,
    by: UUID,
    now: datetime,
    changes: dict[str, Any],
) -> Correction:
    """Keep what a correction changed: {"field": [before, after]}, values ready for JSON."""
    row = Correction(
        id=new_record_id(now),
        record_kind=kind,
        record_id=record_id,
        version=version,
        changed_by=by,
        changed_at=now,
        changes=changes,
    )
    db.add(row)
    return row


def forget(db: Session, *, kind: str, record_id: UUID, prefix: str) -> None:
    """Take every field whose name begins so out of a record's corrections, with what it held.

    A correction of which nothing is left goes as a whole.
    """
    query = select(Correction).where(
        Correction.record_kind == kind, Correction.record_id == record_id
    )
    for row in db.scalars(query):
        left = {name: pair for name, pair in row.changes.items() if not name.startswith(prefix)}
        if not left:
            db.delete(row)
        elif left != row.changes:
            row.changes = left

"""Writing corrections."""

from datetime import datetime
from typing import Any
from uuid import UUID

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

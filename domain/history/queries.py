"""Reading corrections. The caller has loaded the record for its viewer first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.history.models import Correction
from domain.people.models import Officer


def of_record(db: Session, kind: str, record_id: UUID) -> Sequence[tuple[Correction, Officer]]:
    """Corrections of one record with who made them, newest first."""
    query = (
        select(Correction, Officer)
        .join(Officer, Officer.id == Correction.changed_by)
        .where(Correction.record_kind == kind, Correction.record_id == record_id)
        .order_by(Correction.version.desc())
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def values_at(db: Session, kind: str, record_id: UUID, version: int) -> dict[str, Any]:
    """What the fields that were corrected after `version` held at that version.

    A field that is missing from the answer has not changed since.
    """
    held: dict[str, Any] = {}
    for correction, _ in of_record(db, kind, record_id):
        if correction.version > version:
            held |= {name: pair[0] for name, pair in correction.changes.items()}
    return held

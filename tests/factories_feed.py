"""Feed rows to test with, put there by the service that puts the real ones."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.feed import services
from domain.feed.models import Kind
from domain.feed.services import Happening
from domain.places.models import Place
from tests.factories import TREE_DAY

NOON = datetime(2024, 6, 5, 5, 0, tzinfo=UTC)
"""Noon in Vietnam, Wednesday 5 June 2024."""

_SAYS: dict[Kind, dict[str, Any]] = {
    Kind.OUTREACH: {
        "channel": "mobile_speaker",
        "venue": "chợ Phương Trà",
        "scams": ["S25"],
        "main": ["people", 62, False],
    },
    Kind.FORUM: {"venue": "", "attendance": 57, "opinions": 6, "open": 1},
    Kind.TIP: {
        "category": "impersonation",
        "loss": "from_10m",
        "half": "morning",
        "urgent": False,
        "state": "new",
        "unit": "Công an xã Phương Trà",
    },
    Kind.POSTER: {"code": "23456C", "serial": "0007", "spot": "Nhà văn hóa", "event": "issued"},
}


def happening(
    where: Place,
    kind: Kind = Kind.OUTREACH,
    *,
    at: datetime = NOON,
    record_id: UUID | None = None,
    counts: dict[str, int] | None = None,
    words: str = "",
    **told: Any,
) -> Happening:
    """Something that happened at a place, told like the records of its kind tell it."""
    summary = {
        "place": where.full_name,
        "commune": where.full_name,
        "author": "Thiếu úy Mẫu",
        "photos": [],
        **_SAYS[kind],
        **told,
    }
    return Happening(
        record_id=record_id or uuid4(),
        kind=kind,
        place_id=where.id,
        happened_at=at,
        day=local_day(at),
        summary=summary,
        counts={"records": 1, **(counts or {})},
        words=words,
    )


def put(db: Session, where: Place, kind: Kind = Kind.OUTREACH, **told: Any) -> UUID:
    """Show it in the feeds of its path; returns the record's id."""
    made = happening(where, kind, **told)
    services.put(db, happening=made, on=TREE_DAY)
    return made.record_id

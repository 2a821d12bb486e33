"""Outreach activities to test with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.outreach import services
from domain.outreach.choices import choices_for
from domain.outreach.content import Content, Count
from domain.outreach.models import Outreach
from domain.people.models import Officer
from domain.places.models import Level, Place
from domain.places.services import NewPlace, add, rebuild_scopes
from domain.vault.keys import KeyRing
from tests.factories import PHUONG_TRA, TREE_DAY, place

NOON = datetime(2024, 6, 5, 5, 0, tzinfo=UTC)
"""Noon in Vietnam, Wednesday 5 June 2024."""
DAY = date(2024, 6, 5)


def make_hamlet(db: Session, number: int = 3, code: str = PHUONG_TRA) -> Place:
    """A hamlet with a bare number, in a commune that ships with none."""
    commune = place(db, code)
    hamlet = add(
        db,
        place=NewPlace(
            code=f"{code}-{number:02d}",
            level=Level.HAMLET,
            level_label="ấp",
            name=f"Ấp {number}",
            full_name=f"Ấp {number}",
            parent_id=commune.id,
            valid_from=commune.valid_from,
            is_example=True,
        ),
    )
    db.flush()
    rebuild_scopes(db)
    return hamlet


def content(where: Place, **told: Any) -> Content:
    """A morning with a loudspeaker cart, unless told otherwise."""
    held: dict[str, Any] = {
        "channel": "mobile_speaker",
        "place_id": where.id,
        "held_on": DAY,
        "counts": (Count(unit="broadcasts", value=3),),
    }
    return Content(**{**held, **told})


def acting(db: Session, ring: KeyRing, by: Officer, now: datetime = NOON) -> services.Acting:
    """Somebody at work at that instant."""
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    choices = choices_for(db, by, on=DAY, tree_day=TREE_DAY)
    return services.Acting(by=by, who=who, now=now, ring=ring, choices=choices)


def log(
    db: Session,
    ring: KeyRing,
    by: Officer,
    *,
    now: datetime = NOON,
    record_id: UUID | None = None,
    said: Content | None = None,
    **told: Any,
) -> Outreach:
    """A logged activity of the officer's own place."""
    return services.log(
        db,
        acting=acting(db, ring, by, now),
        record_id=record_id or uuid4(),
        content=said or content(by.place, **told),
    )


def later(days: int = 0, minutes: int = 0) -> datetime:
    """Some time after noon of that Wednesday."""
    return NOON + timedelta(days=days, minutes=minutes)

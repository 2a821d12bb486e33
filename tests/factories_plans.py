"""Plans to test with."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.clock import local_day
from domain.people.models import Officer
from domain.places.models import Place
from domain.plans import services
from domain.plans.choices import choices_for
from domain.plans.content import Content
from domain.plans.models import Plan, PlanKind
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY
from tests.factories_outreach import DAY, NOON


def content(where: Place, **told: Any) -> Content:
    """A forum in three days, unless told otherwise."""
    planned: dict[str, Any] = {
        "kind": PlanKind.FORUM,
        "place_id": where.id,
        "planned_on": DAY + timedelta(days=3),
    }
    return Content(**{**planned, **told})


def acting(
    db: Session,
    ring: KeyRing,
    by: Officer,
    kind: PlanKind = PlanKind.FORUM,
    now: datetime = NOON,
) -> services.Acting:
    """Somebody at work at that instant."""
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    choices = choices_for(db, by, kind, on=local_day(now), tree_day=TREE_DAY)
    return services.Acting(by=by, who=who, now=now, ring=ring, choices=choices)


def make(
    db: Session,
    ring: KeyRing,
    by: Officer,
    *,
    where: Place | None = None,
    now: datetime = NOON,
    plan_id: UUID | None = None,
    **told: Any,
) -> Plan:
    """A plan of the officer's own place, made at that instant."""
    said = content(where or by.place, **told)
    return services.make(
        db,
        acting=acting(db, ring, by, said.kind, now),
        plan_id=plan_id or uuid4(),
        content=said,
    )


def passed(db: Session, ring: KeyRing, by: Officer, day: date, **told: Any) -> Plan:
    """A plan for a day that has passed since: made the day before it."""
    before = NOON + timedelta(days=(day - DAY).days - 1)
    return make(db, ring, by, now=before, planned_on=day, **told)

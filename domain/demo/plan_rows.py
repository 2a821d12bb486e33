"""What is going to be held in the demo district: today, moved, cancelled, and not answered for."""

from datetime import datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from domain.audit.services import Who
from domain.demo.district import Unit
from domain.demo.field_rows import seeded_id
from domain.forums.models import Forum
from domain.places.models import Place
from domain.plans import services
from domain.plans.choices import choices_for
from domain.plans.content import Content, Moving
from domain.plans.models import Plan, PlanKind

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

HALL = "Nhà văn hóa ấp"
TOPICS = "Nghe bà con góp ý về an ninh, trật tự; nhắc các chiêu lừa đang gặp."
WEEK = timedelta(days=7)


def plans(seeder: "_Seeder", home: Unit) -> None:
    """A week of the home commune, with a forum tonight where the shown poster hangs."""
    week = _Week(seeder, home)
    week.forum(0, 2, starts_at=time(19), venue=HALL, topics=TOPICS)
    moved = week.forum(3, 4, starts_at=time(19), venue=HALL)
    week.move(moved, days=2, reason="Trùng buổi họp của Hội Nông dân")
    cancelled = week.forum(2, 1, starts_at=time(14), venue=HALL)
    week.cancel(cancelled, reason="Nhà văn hóa đang sửa mái")
    week.outreach(-2, 0, starts_at=time(7, 30), venue="Chợ", channel="leaflet")
    week.outreach(6, None, topics="Nhắc chiêu gọi video giả công an.")
    week.held_last()
    other = next(unit for unit in seeder.units if unit is not home)
    _Week(seeder, other).forum(4, 0, starts_at=time(19), venue=HALL, topics=TOPICS)


class _Week:
    """Plans of one unit, all made by its chief a week ago."""

    def __init__(self, seeder: "_Seeder", unit: Unit) -> None:
        self._db, self._ring, self._today = seeder.db, seeder.ring, seeder.today
        self._unit, self._tree_day = unit, seeder.on
        # A chance of its own: other parts of the demo stay as they are for their seed.
        self._rng = Random(f"plans-{unit.place.code}-{seeder.request.seed}")  # noqa: S311
        self._made_at = seeder.now - WEEK

    def forum(self, days: int, hamlet: int, **told: Any) -> Plan:
        """A forum so many days from now."""
        chair = {"chair": self._unit.chief.name, "partners": ("committee", "front")}
        return self._make(PlanKind.FORUM, days, self._spot(hamlet), **chair, **told)

    def outreach(self, days: int, hamlet: int | None, **told: Any) -> Plan:
        """An activity so many days from now; no hamlet: for the whole commune."""
        spot = self._unit.place if hamlet is None else self._spot(hamlet)
        return self._make(PlanKind.OUTREACH, days, spot, **told)

    def move(self, plan: Plan, *, days: int, reason: str) -> None:
        """To so many days later, the day after it was planned."""
        later = plan.planned_on + timedelta(days=days)
        services.move(
            self._db,
            acting=self._acting(plan.kind, self._made_at + timedelta(days=1)),
            plan=plan,
            version=plan.version,
            moving=Moving(planned_on=later, starts_at=plan.starts_at, reason=reason),
        )

    def cancel(self, plan: Plan, *, reason: str) -> None:
        """Two days after it was planned."""
        acting = self._acting(plan.kind, self._made_at + timedelta(days=2))
        services.cancel(self._db, acting=acting, plan=plan, version=plan.version, reason=reason)

    def held_last(self) -> None:
        """The commune's last forum, as if it had been planned."""
        ours = [self._unit.place.id, *(hamlet.id for hamlet in self._unit.hamlets)]
        query = select(Forum).where(Forum.place_id.in_(ours), Forum.held_on < self._today)
        last = self._db.scalars(query.order_by(Forum.held_on.desc(), Forum.id)).first()
        if last is None:
            return
        plan = self.forum(0, 0, starts_at=last.started_at, venue=last.venue)
        plan.place_id, plan.planned_on, plan.record_id = last.place_id, last.held_on, last.id

    def _spot(self, hamlet: int) -> Place:
        hamlets = self._unit.hamlets
        return hamlets[hamlet % len(hamlets)] if hamlets else self._unit.place

    def _make(self, kind: PlanKind, days: int, spot: Place, **told: Any) -> Plan:
        planned_on = self._today + timedelta(days=days)
        return services.make(
            self._db,
            acting=self._acting(kind, self._made_at),
            plan_id=seeded_id(self._rng, int(self._made_at.timestamp() * 1000)),
            content=Content(kind=kind, place_id=spot.id, planned_on=planned_on, **told),
        )

    def _acting(self, kind: PlanKind, at: datetime) -> services.Acting:
        by = self._unit.chief
        who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
        choices = choices_for(self._db, by, kind, on=self._today, tree_day=self._tree_day)
        return services.Acting(by=by, who=who, now=at, ring=self._ring, choices=choices)

"""The forum that comes next, as a hamlet's page tells of it: never of whom, nor why it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import format_date, gettext
from sqlalchemy.orm import Session

from domain.places.models import Level
from domain.places.naming import in_a_sentence
from domain.plans import queries
from domain.plans.models import Plan
from web.filters import spoken_clock, week_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """What people may know of the next forum, in words; an empty one has nothing to tell."""

    week_day: str = ""
    day: str = ""
    month: str = ""
    details: str = ""
    moved: str = ""
    cancelled: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.day or self.cancelled)


def forum_for(db: Session, place_id: UUID | None, *, today: date) -> Coming:
    """The next forum for the people of a place."""
    if place_id is None:
        return Coming()
    told = queries.announced(db, place_id, today=today)
    cancelled = [
        gettext("Buổi %(day)s không tổ chức.", day=week_day(plan.planned_on))
        for plan in told.cancelled
    ]
    plan = told.coming
    if plan is None:
        return Coming(cancelled=cancelled)
    return Coming(
        week_day=gettext("Hôm nay") if plan.planned_on == today else _name(plan, "EEEE"),
        day=str(plan.planned_on.day),
        month=_name(plan, "MMMM"),
        details=_details(plan),
        moved=gettext("Dời từ %(day)s.", day=week_day(plan.moved_from)) if plan.moved_from else "",
        cancelled=cancelled,
    )


def _name(plan: Plan, pattern: str) -> str:
    return str(format_date(plan.planned_on, pattern))


def _details(plan: Plan) -> str:
    """ "19 giờ, Nhà văn hóa ấp." with the place where all of it is asked to come."""
    hour = spoken_clock(plan.starts_at) if plan.starts_at else ""
    where = "" if plan.place.level is Level.HAMLET else in_a_sentence(plan.place.full_name)
    told = ", ".join(text for text in (hour, plan.venue, where) if text)
    return f"{told[:1].upper()}{told[1:]}." if told else ""

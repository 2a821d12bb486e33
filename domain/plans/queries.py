"""Reading plans: how each stands, what comes next, what a hamlet's page may tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import Session

from domain.forums.models import Forum
from domain.outreach.models import Outreach
from domain.people.models import Officer
from domain.places.models import PlaceScope
from domain.places.queries import scope_of
from domain.plans.models import Plan, PlanKind
from domain.records.models import LoggedRecord

LAST_WEEKS = timedelta(days=28)
A_PAGE = 50
LIKELY = 3
"""Records offered as the one that was planned."""
_ANNOUNCED = 20
_MODELS: dict[PlanKind, type[LoggedRecord]] = {
    PlanKind.FORUM: Forum,
    PlanKind.OUTREACH: Outreach,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What people of a hamlet may know: the forum that comes next, and those that do not."""

    coming: Plan | None
    cancelled: Sequence[Plan]


def record_of(db: Session, plan: Plan) -> LoggedRecord | None:
    """The record that the plan became, while it stands: a withdrawn one opens the plan again."""
    if plan.record_id is None:
        return None
    record = db.get(_MODELS[plan.kind], plan.record_id)
    return record if record is not None and record.withdrawn_at is None else None


def logged_already(db: Session, plan: Plan, *, today: date) -> Sequence[LoggedRecord]:
    """Records that look like the plan's own, logged without it: its place and day, and its channel
    if it has one, and no other plan's."""
    model = _MODELS[plan.kind]
    planned = select(Plan.record_id).where(Plan.record_id.is_not(None))
    query = select(model).where(
        model.place_id == plan.place_id,
        model.held_on == min(plan.planned_on, today),
        model.withdrawn_at.is_(None),
        model.id.not_in(planned),
    )
    if plan.channel:
        query = query.where(Outreach.channel == plan.channel)
    return db.scalars(query.order_by(model.entered_at).limit(LIKELY)).all()


def coming(db: Session, viewer: Officer, *, today: date, page: int = 1) -> Sequence[Plan]:
    """Open plans from today on, the next first; one more than `A_PAGE` when there is more."""
    query = _seen_by(viewer).where(is_open(), Plan.planned_on >= today).order_by(*IN_ORDER)
    return db.scalars(query.offset((page - 1) * A_PAGE).limit(A_PAGE + 1)).all()


def unanswered(db: Session, viewer: Officer, *, today: date) -> Sequence[Plan]:
    """Plans whose day has passed without a word of what became of them, the last first."""
    query = _seen_by(viewer).where(is_open(), Plan.planned_on < today)
    return db.scalars(query.order_by(Plan.planned_on.desc(), Plan.id).limit(A_PAGE)).all()


def answered(db: Session, viewer: Officer, *, today: date) -> Sequence[tuple[Plan, bool]]:
    """Plans of the last weeks that were held or cancelled, and whether they were held."""
    is_held = _is_held()
    query = (
        _seen_by(viewer)
        .where(or_(Plan.cancelled_at.is_not(None), is_held))
        .where(Plan.planned_on >= today - LAST_WEEKS)
        .order_by(Plan.planned_on.desc(), Plan.id)
        .add_columns(is_held)
        .limit(A_PAGE)
    )
    return [(row[0], row[1]) for row in db.execute(query)]


def announced(db: Session, place_id: UUID, *, today: date) -> Announced:
    """Forums for the people of a place: its own and those of the whole commune. One that has
    begun is announced until its day is over."""
    for_place = select(PlaceScope.viewer_id).where(PlaceScope.place_id == place_id)
    query = (
        select(Plan)
        .where(Plan.kind == PlanKind.FORUM, Plan.place_id.in_(for_place), Plan.planned_on >= today)
        .where(or_(Plan.planned_on == today, ~_is_held()))
        .order_by(*IN_ORDER)
        .limit(_ANNOUNCED)
    )
    plans = db.scalars(query).all()
    return Announced(
        coming=next((plan for plan in plans if plan.cancelled_at is None), None),
        cancelled=[plan for plan in plans if plan.cancelled_at is not None],
    )


IN_ORDER = (Plan.planned_on, Plan.starts_at.is_(None), Plan.starts_at, Plan.id)


def _seen_by(viewer: Officer) -> Select[Plan]:
    return select(Plan).where(Plan.place_id.in_(scope_of(viewer.place_id)))


def _is_held() -> ColumnElement[bool]:
    """Whether the record that the plan became still stands."""
    return or_(
        *(
            exists().where(model.id == Plan.record_id, model.withdrawn_at.is_(None))
            for model in _MODELS.values()
        )
    )


def is_open() -> ColumnElement[bool]:
    """Whether a plan still waits to be held: a part of a statement over plans."""
    return Plan.cancelled_at.is_(None) & ~_is_held()

"""What becomes of a plan: held, moved to another day, cancelled."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.plans.entry import Entry
from blueprints.plans.forms import CancelForm, HoldForm, MoveForm
from blueprints.plans.page import PlanPage
from blueprints.plans.views import bp
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.plans import queries, rules, services
from domain.plans.models import Plan, PlanKind
from domain.records.models import LoggedRecord
from domain.text import clean
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.filters import moment
from web.htmx import go
from web.language import say

NEW = "new"
"""Sent by who says that what was logged already is something else."""


@bp.post("/<uuid:plan_id>/held")
@requires(Permission.LOG_RECORDS)
def hold(plan_id: UUID) -> ResponseReturnValue:
    """The record of what was planned, ready to be filled in; tapped again, the same record."""
    plan, form = logged.to_change(Plan, plan_id), HoldForm()
    rules.require_may_change(current_officer, plan)
    if record := queries.record_of(session(), plan):
        return _to_fill_in(plan, record)
    entry, channel = Entry(plan.kind), clean(form.channel.data or "")
    likely = queries.logged_already(session(), plan, today=today())
    chosen = [record for record in likely if str(record.id) == request.form.get("record")]
    if likely and not chosen and request.form.get("record") != NEW:
        return PlanPage(plan, holding=form).show(), 409
    wrong = services.problems_of_holding(plan, entry.choices, channel=channel, today=today())
    if wrong and not chosen:
        return _cannot_hold(plan, form, wrong), 422
    one = chosen[0] if chosen else None
    record = services.hold(session(), acting=entry.acting(), plan=plan, channel=channel, logged=one)
    session().commit()
    return go("plans.show", plan_id=plan_id) if chosen else _to_fill_in(plan, record)


def _cannot_hold(plan: Plan, form: HoldForm, wrong: list[BadInput]) -> str:
    """The page of the plan, asking for the channel, or saying what has to be mended first."""
    records.beside(form, [problem for problem in wrong if problem.field == "channel"])
    others = [say(problem.sentence) for problem in wrong if problem.field != "channel"]
    return PlanPage(plan, holding=form).show(refused=others)


def _to_fill_in(plan: Plan, record: LoggedRecord) -> ResponseReturnValue:
    """Where the record is completed: a forum of today goes on on a page of its own."""
    if plan.kind is PlanKind.OUTREACH:
        return go("outreach.edit", record_id=record.id)
    return go("forums.live" if record.held_on == today() else "forums.edit", record_id=record.id)


@bp.post("/<uuid:plan_id>/move")
@requires(Permission.LOG_RECORDS)
def move(plan_id: UUID) -> ResponseReturnValue:
    """Give the plan another day, with a reason that stays on it."""
    plan, form = logged.to_change(Plan, plan_id), MoveForm()
    rules.require_may_change(current_officer, plan)
    if not form.validate():
        return PlanPage(plan, moving=form).show(), 422
    entry, moving, version = Entry(plan.kind), form.to_moving(), logged.version_sent()
    if version != plan.version and not moving.is_done(plan):
        return _overtaken(PlanPage(plan, moving=form))
    if not moving.is_done(plan) and records.beside(
        form, rules.problems_of_moving(plan, moving, entry.choices, today=today())
    ):
        return PlanPage(plan, moving=form).show(), 422
    services.move(session(), acting=entry.acting(), plan=plan, version=version, moving=moving)
    session().commit()
    return go("plans.show", plan_id=plan_id)


@bp.post("/<uuid:plan_id>/cancel")
@requires(Permission.LOG_RECORDS)
def cancel(plan_id: UUID) -> ResponseReturnValue:
    """Say that it is not held, with a reason that stays on it."""
    plan, form = logged.to_change(Plan, plan_id), CancelForm()
    rules.require_may_change(current_officer, plan)
    reason, version = form.reason.data or "", logged.version_sent()
    done = rules.is_cancelled_for(plan, reason)
    if version != plan.version and not done:
        return _overtaken(PlanPage(plan, cancelling=form))
    if not done and records.beside(form, rules.problems_of_cancelling(reason)):
        return PlanPage(plan, cancelling=form).show(), 422
    acting = Entry(plan.kind).acting()
    services.cancel(session(), acting=acting, plan=plan, version=version, reason=reason)
    session().commit()
    return go("plans.show", plan_id=plan_id)


def _overtaken(page: PlanPage) -> ResponseReturnValue:
    """The plan as somebody else has left it meanwhile, with what was typed."""
    name, at = logged.last_saved(page.plan)
    said = gettext("%(name)s vừa đổi lịch này lúc %(moment)s.", name=name, moment=moment(at))
    return page.show(trouble=said), 409

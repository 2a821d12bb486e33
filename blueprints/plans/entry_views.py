"""Planning a forum or an outreach activity, and correcting a plan."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.plans import forms
from blueprints.plans.conflict import show_conflict
from blueprints.plans.entry import Entry
from blueprints.plans.views import bp
from domain.history.rules import fingerprint
from domain.people.rules import Permission
from domain.plans import queries as plans
from domain.plans import rules, services
from domain.plans.content import content_of
from domain.plans.models import Plan, PlanKind
from domain.records import queries
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, today
from web.drafts import mark_saved
from web.htmx import go


def _kind(text: str) -> PlanKind:
    return PlanKind.OUTREACH if text == PlanKind.OUTREACH.value else PlanKind.FORUM


@bp.get("/new")
@requires(Permission.LOG_RECORDS)
def new() -> ResponseReturnValue:
    """The form; `kind` says whether a forum or outreach is planned."""
    return Entry(_kind(request.args.get("kind", ""))).start()


@bp.post("/new")
@requires(Permission.LOG_RECORDS)
def create() -> ResponseReturnValue:
    """Keep the plan. The same form sent again leads to the same plan."""
    plan_id = records.record_id_in(request.form.get("id", ""))
    entry = Entry(_kind(request.form.get("kind", "")))
    form = entry.form(request.form)
    form.id.data = str(plan_id)
    if not form.validate():
        return entry.show(form), 422
    db, content = session(), form.to_content(entry.kind)
    if plan := queries.already_sent(db, Plan, by=current_officer, record_id=plan_id):
        if plan.fingerprint == fingerprint(content.fields()):
            return go("plans.show", plan_id=plan_id)
        return show_conflict(Entry(plan.kind), content, plan, base={}), 409
    if records.beside(form, rules.problems(content, entry.choices, today=today())):
        return entry.show(form), 422
    services.make(db, acting=entry.acting(), plan_id=plan_id, content=content)
    db.commit()
    mark_saved(f"plan-new-{entry.kind}")
    return go("plans.show", plan_id=plan_id)


@bp.get("/<uuid:plan_id>/edit")
@requires(Permission.LOG_RECORDS)
def edit(plan_id: UUID) -> ResponseReturnValue:
    """The form with what the plan says."""
    plan = logged.visible(Plan, plan_id)
    _require_may_correct(plan)
    entry, texts = Entry(plan.kind), forms.texts_of(content_of(plan))
    texts["id"], texts["version"] = str(plan.id), str(plan.version)
    return entry.show(entry.form(texts), plan)


@bp.post("/<uuid:plan_id>/edit")
@requires(Permission.LOG_RECORDS)
def correct(plan_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    plan = logged.to_change(Plan, plan_id)
    _require_may_correct(plan)
    entry, was = Entry(plan.kind), content_of(plan)
    form = entry.form(records.merged(request.form, forms.texts_of(was), forms.boxes_of))
    form.id.data = str(plan_id)
    if not form.validate():
        return entry.show(form, plan), 422
    mine, version = form.to_content(plan.kind), logged.version_sent()
    reason = form.reason.data or ""
    if mine != was and version != plan.version:
        return show_conflict(entry, mine, plan, base=logged.base_of(plan)), 409
    found = rules.problems(mine, entry.choices, today=today(), was=was, reason=reason)
    if records.beside(form, found):
        return entry.show(form, plan), 422
    acting = entry.acting()
    services.correct(
        session(), acting=acting, plan=plan, version=version, content=mine, reason=reason
    )
    session().commit()
    mark_saved(f"plan-{plan_id}")
    return go("plans.show", plan_id=plan_id)


def _require_may_correct(plan: Plan) -> None:
    rules.require_may_change(current_officer, plan)
    rules.require_open(plan, is_held=plans.record_of(session(), plan) is not None)

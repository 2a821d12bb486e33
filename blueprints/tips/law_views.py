"""What a tip is in law, more time to resolve it, and what was done before its limit."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.conflict import chosen
from blueprints.tips.law_forms import ClassForm, LongerForm, verdict_of
from blueprints.tips.page import Page
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.tips import access, classifying, deadlines, limit_rules
from domain.tips.models import Tip
from web import records
from web.authz import requires
from web.context import session
from web.htmx import go


@bp.post("/<uuid:tip_id>/classify")
@requires(Permission.READ_TIPS)
def classify(tip_id: UUID) -> ResponseReturnValue:
    """Say what the tip is, with a reason; its limits or its end follow."""
    tip, form = desk.to_handle(tip_id), ClassForm()
    said, version = verdict_of(chosen(tip)), forms.version_sent()
    if records.beside(form.offer(tip), classifying.problems_of(session(), tip, said)):
        return _again(tip, class_form=form)
    classifying.judge(session(), acting=desk.acting(), tip=tip, version=version, verdict=said)
    session().commit()
    return go("tips.show", tip_id=tip_id, _anchor="law")


@bp.post("/<uuid:tip_id>/longer")
@requires(Permission.READ_TIPS)
def take_longer(tip_id: UUID) -> ResponseReturnValue:
    """More time to resolve it, with a reason."""
    tip, form = desk.to_handle(tip_id), LongerForm()
    rule, reason = request.form.get("rule", ""), form.why_longer.data or ""
    if records.beside(form, deadlines.problems_of_reason(reason)):
        return _again(tip, longer_form=form)
    deadlines.extend(session(), acting=desk.acting(), tip=tip, rule=rule, reason=reason)
    session().commit()
    return go("tips.show", tip_id=tip_id, _anchor="law")


@bp.post("/<uuid:tip_id>/limits")
@requires(Permission.READ_TIPS)
def meet_limit(tip_id: UUID) -> ResponseReturnValue:
    """Note that a notice was sent without a paper of this system."""
    rule = request.form.get("rule", "")
    if rule not in limit_rules.BY_HAND:
        raise NotFound
    tip = desk.to_handle(tip_id)
    deadlines.meet_by_hand(session(), acting=desk.acting(), tip=tip, rule=rule)
    session().commit()
    return go("tips.show", tip_id=tip_id, _anchor="law")


def _again(tip: Tip, **typed: object) -> ResponseReturnValue:
    """The page with what was typed and what is wrong with it."""
    acting = desk.acting()
    access.read(session(), acting=acting, tip=tip)
    page = Page(acting, tip).show(**typed)
    session().commit()
    return page, 422

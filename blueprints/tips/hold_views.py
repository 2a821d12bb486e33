"""Holding a tip back from being erased: supervisors say until when and why."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from blueprints.tips import desk
from blueprints.tips.views import bp
from domain.people.rules import Permission
from domain.retention import rules, services
from domain.tips.models import Tip
from domain.tips.rules import number_label
from web import records
from web.authz import requires
from web.context import ring, session, settings, today
from web.fields import DayField
from web.htmx import go, render


class HoldForm(FlaskForm):
    """Until when, and why."""

    until = DayField(_l("Giữ tới hết ngày"))
    hold_reason = StringField(_l("Lý do giữ"))


@bp.get("/<uuid:tip_id>/hold")
@requires(Permission.HOLD_TIPS)
def ask_hold(tip_id: UUID) -> ResponseReturnValue:
    """How long the tip is kept, and what holds it back."""
    tip, form = desk.to_judge(tip_id), HoldForm()
    form.until.data = tip.hold_until
    form.hold_reason.data = services.reason_of_hold(ring(), tip)
    return _show(tip, form)


@bp.post("/<uuid:tip_id>/hold")
@requires(Permission.HOLD_TIPS)
def hold(tip_id: UUID) -> ResponseReturnValue:
    """Hold the tip back, or let it go."""
    tip, form, acting = desk.to_judge(tip_id), HoldForm(), desk.acting()
    if "let_go" in request.form:
        services.let_go(session(), acting=acting, tip=tip)
        session().commit()
        return go("tips.ask_hold", tip_id=tip_id)
    valid, until, reason = form.validate(), form.until.data, form.hold_reason.data or ""
    problems = services.problems_of_hold(until, reason, today())
    if not valid or records.beside(form, problems) or until is None:
        return _show(tip, form), 422
    services.hold(session(), acting=acting, tip=tip, until=until, reason=reason, today=today())
    session().commit()
    return go("tips.ask_hold", tip_id=tip_id)


def _show(tip: Tip, form: HoldForm) -> str:
    return render(
        "tips/hold.html",
        tip=tip,
        form=form,
        number=number_label(tip.number),
        kept_until=rules.kept_until(tip, settings()),
        is_held=rules.is_held(tip, today()),
        one_person_only=rules.one_person_only(tip),
        signed=rules.is_signed(settings()),
        earliest=today().isoformat(),
    )

"""Keeping the contact of a person for longer than its days: chiefs and supervisors say why."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, StringField
from wtforms.validators import Optional

from blueprints.tips import desk
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.retention import contacts
from domain.tips.models import Tip
from domain.tips.rules import number_label
from web import records
from web.authz import requires
from web.context import session, settings, today
from web.htmx import go, render


class KeepContactForm(FlaskForm):
    """Until when, and why."""

    until = DateField(_l("Giữ tới hết ngày"), validators=[Optional()])
    reason = StringField(_l("Lý do giữ"))


@bp.get("/<uuid:tip_id>/contact/keep")
@requires(Permission.KEEP_CONTACTS)
def ask_keep_contact(tip_id: UUID) -> ResponseReturnValue:
    """Until when the contact is kept, and the way to keep it longer."""
    return _show(desk.to_judge(tip_id), KeepContactForm())


@bp.post("/<uuid:tip_id>/contact/keep")
@requires(Permission.KEEP_CONTACTS)
def keep_contact(tip_id: UUID) -> ResponseReturnValue:
    """Keep the contact until the end of a day."""
    tip, form = desk.to_judge(tip_id), KeepContactForm(request.form)
    form.validate()
    until, reason = form.until.data, form.reason.data or ""
    wrong = contacts.problems(until, reason, today())
    if records.beside(form, wrong) or until is None:
        return _show(tip, form), 422
    contacts.prolong(
        session(), acting=desk.acting(), tip=tip, day=until, reason=reason, today=today()
    )
    session().commit()
    return go("tips.show", tip_id=tip_id)


def _show(tip: Tip, form: KeepContactForm) -> str:
    kept = contacts.of_tip(session(), tip, settings())
    if kept is None:
        raise NotFound
    return render(
        "tips/keep_contact.html",
        tip=tip,
        form=form,
        number=number_label(tip.number),
        kept_until=kept.until,
        earliest=today().isoformat(),
        latest=(today() + contacts.LONGEST).isoformat(),
    )

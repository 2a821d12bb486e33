"""One logged call to a bank: read it, correct it, say that it was logged by mistake."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import call_forms, desk
from blueprints.tips.call_forms import CorrectionForm, StrikeForm
from blueprints.tips.call_page import CallPage, correction_form
from blueprints.tips.views import bp
from domain.banking import correcting, rules
from domain.banking.content import NewCall
from domain.errors import BadInput
from domain.people.rules import Permission
from domain.tips import access
from web import logged, records
from web.authz import audited, requires
from web.context import now, session
from web.htmx import go


@bp.get("/<uuid:tip_id>/bank/calls/<uuid:call_id>")
@audited
@requires(Permission.READ_TIPS)
def bank_call(tip_id: UUID, call_id: UUID) -> ResponseReturnValue:
    """A call with its corrections. Who must state a reason first does so on the tip."""
    tip = desk.visible(tip_id)
    if not access.is_open(session(), acting=desk.acting(), tip=tip):
        return go("tips.show", tip_id=tip_id)
    return _read(_page(tip_id, call_id, to_change=False))


@bp.post("/<uuid:tip_id>/bank/calls/<uuid:call_id>")
@requires(Permission.READ_TIPS)
def correct_call(tip_id: UUID, call_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    page = _page(tip_id, call_id)
    acting, tip, row = page.acting, page.tip, page.row
    form = correction_form(records.merged(request.form, page.boxes(), call_forms.boxes_of))
    call, reason = form.to_correction(row.id, page.names), form.reason.data or ""
    changes, version = page.is_changed_by(call), logged.version_sent()
    if not form.validate() or records.beside(form, _problems(call, reason if changes else None)):
        return _read(page, form=form, version=version), 422
    if changes and (row.is_struck or version != row.version):
        return _both(page, form, call, version), 409
    correcting.correct(
        session(), acting=acting, tip=tip, row=row, version=version, call=call, reason=reason
    )
    session().commit()
    return go("tips.bank", tip_id=tip_id, _anchor="calls")


@bp.post("/<uuid:tip_id>/bank/calls/<uuid:call_id>/strike")
@requires(Permission.READ_TIPS)
def strike_call(tip_id: UUID, call_id: UUID) -> ResponseReturnValue:
    """Strike a call out; one that was corrected meanwhile is shown as it stands first."""
    page, form = _page(tip_id, call_id), StrikeForm()
    row, reason, version = page.row, form.strike_reason.data or "", logged.version_sent()
    if not row.is_struck and records.beside(
        form, correcting.problems_of_reason(reason, "strike_reason")
    ):
        return _read(page, strike_form=form, version=version), 422
    if not row.is_struck and version != row.version:
        return _read(page, strike_form=form, is_stale=True), 409
    correcting.strike(
        session(), acting=page.acting, tip=page.tip, row=row, version=version, reason=reason
    )
    session().commit()
    return go("tips.bank", tip_id=tip_id, _anchor="calls")


def _page(tip_id: UUID, call_id: UUID, *, to_change: bool = True) -> CallPage:
    tip = desk.to_note(tip_id) if to_change else desk.visible(tip_id)
    return CallPage(desk.acting(), tip, correcting.get(session(), tip, call_id))


def _problems(call: NewCall, reason: str | None) -> list[BadInput]:
    """What is wrong with a correction; without a change it needs no reason."""
    wrong = list(rules.problems_of_call(call, now=now()))
    return wrong if reason is None else [*wrong, *correcting.problems_of_reason(reason, "reason")]


def _both(page: CallPage, form: CorrectionForm, call: NewCall, version: int) -> str:
    """What somebody saved meanwhile beside what was typed."""
    if page.row.is_struck or not page.corrections:
        return _read(page, form=form, is_stale=True)
    access.read(session(), acting=page.acting, tip=page.tip)
    shown = page.two_versions(call, version)
    session().commit()
    return shown


def _read(page: CallPage, **typed: object) -> str:
    access.read(session(), acting=page.acting, tip=page.tip)
    shown = page.show(**typed)
    session().commit()
    return shown

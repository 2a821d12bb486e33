"""The duty roster of the unit, week by week, and who is on duty below."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from blueprints.duty import forms
from blueprints.duty.forms import ShiftForm, Texts
from blueprints.duty.week import Week
from domain.duty import content as rules
from domain.duty import queries, services
from domain.duty.content import ShiftContent, content_of
from domain.duty.models import DutyShift
from domain.duty.services import Acting
from domain.people.models import Role
from domain.people.rules import Permission, may
from web import records
from web.authz import current_officer, requires
from web.context import now, ring, session, today, tree_day, who
from web.fields import day_in
from web.htmx import go, render
from web.logged import version_sent

bp = Blueprint("duty", __name__, url_prefix="/duty")


def _monday(text: str) -> date:
    """The week that an address names; this one when it names none."""
    try:
        return rules.monday_of(day_in(text))
    except ValueError:
        return rules.monday_of(today())


def _acting() -> Acting:
    return Acting(by=current_officer, who=who(), now=now(), ring=ring())


@bp.get("")
@requires(Permission.KEEP_DUTY)
def roster() -> ResponseReturnValue:
    """One week of the unit's roster with its gaps; for a supervisor also who is on duty below."""
    monday = _monday(request.args.get("week", ""))
    is_above = current_officer.role is Role.SUPERVISOR
    below = queries.below(session(), current_officer, tree_day(), at=now()) if is_above else []
    shifts = queries.week(session(), current_officer.place_id, monday)
    shown = [*shifts, *(shift for _, shift in below if shift)]
    unseen = queries.not_dialled(session(), shown)
    may_confirm = may(current_officer, Permission.CONFIRM_DUTY)
    return render(
        "duty/roster.html",
        week=Week(monday, shifts, now(), unseen),
        unseen=unseen,
        may_confirm=may_confirm,
        numbers=queries.numbers(session(), current_officer) if may_confirm else [],
        line=queries.duty_line(session(), current_officer.place_id, now()),
        below=below,
        own=current_officer.place,
        copied=request.args.get("copied", ""),
    )


@bp.get("/new")
@requires(Permission.KEEP_DUTY)
def new() -> ResponseReturnValue:
    """A form that begins where the roster ends, with the phone used last."""
    last = queries.last_of(session(), current_officer.place_id)
    start, end = rules.next_shift_times(last.ends_at if last else None, now())
    texts: Texts = MultiDict(forms.texts_of_times(start, end))
    texts["id"] = str(records.record_id_in(""))
    texts["phone"] = last.phone if last else current_officer.place.duty_phone
    return _show(_form(texts))


@bp.post("/new")
@requires(Permission.KEEP_DUTY)
def add() -> ResponseReturnValue:
    """Enter the shift. The same form sent again enters it once."""
    form, shift_id = _form(request.form), records.record_id_in(request.form.get("id", ""))
    form.id.data = str(shift_id)
    if not _is_right(form):
        return _show(form), 422
    content, taken = form.to_content(), session().get(DutyShift, shift_id)
    if taken is not None and (
        taken.unit_id != current_officer.place_id or content_of(taken) != content
    ):
        form.id.data = str(records.record_id_in(""))
        return _show(form, was_saved=True), 409
    services.add(session(), acting=_acting(), shift_id=shift_id, content=content)
    session().commit()
    return _back_to(content)


@bp.get("/<uuid:shift_id>/edit")
@requires(Permission.KEEP_DUTY)
def edit(shift_id: UUID) -> ResponseReturnValue:
    """The form with what the roster says."""
    shift = queries.get(session(), current_officer, shift_id)
    texts = forms.texts_of(content_of(shift))
    texts["id"], texts["version"] = str(shift.id), str(shift.version)
    return _show(_form(texts), shift)


@bp.post("/<uuid:shift_id>/edit")
@requires(Permission.KEEP_DUTY)
def change(shift_id: UUID) -> ResponseReturnValue:
    """Save a change; one that is based on an old version is shown what was saved meanwhile."""
    shift = queries.get(session(), current_officer, shift_id)
    form = _form(request.form)
    if not _is_right(form):
        return _show(form, shift), 422
    content, version = form.to_content(), version_sent()
    if content_of(shift) != content and version != shift.version:
        form.version.data = str(shift.version)
        return _show(form, shift, is_stale=True), 409
    services.change(session(), acting=_acting(), shift=shift, version=version, content=content)
    session().commit()
    return _back_to(content)


@bp.post("/<uuid:shift_id>/cancel")
@requires(Permission.KEEP_DUTY)
def cancel(shift_id: UUID) -> ResponseReturnValue:
    """Take a shift off the roster; a second tap changes nothing."""
    shift = queries.get(session(), current_officer, shift_id, cancelled_too=True)
    content = content_of(shift)
    services.cancel(session(), acting=_acting(), shift=shift)
    session().commit()
    return _back_to(content)


@bp.post("/<uuid:shift_id>/dialled")
@requires(Permission.CONFIRM_DUTY)
def dialled(shift_id: UUID) -> ResponseReturnValue:
    """The number was dialled today and answered: people are told it from now on."""
    shift = queries.get_to_confirm(session(), current_officer, shift_id)
    services.dialled(
        session(), acting=_acting(), shift=shift, number=request.form.get("number", "")
    )
    session().commit()
    return go("duty.roster", week=Week.of(shift.starts_at).isoformat())


@bp.post("/numbers/<uuid:place_id>/withdraw")
@requires(Permission.CONFIRM_DUTY)
def withdraw_number(place_id: UUID) -> ResponseReturnValue:
    """People are told a number of this unit no more; a second tap changes nothing."""
    row = queries.get_number(session(), current_officer, place_id, request.form.get("number", ""))
    services.withdraw_number(session(), acting=_acting(), row=row)
    session().commit()
    return go("duty.roster", _anchor="numbers")


@bp.post("/copy")
@requires(Permission.KEEP_DUTY)
def copy() -> ResponseReturnValue:
    """Repeat last week's shifts in the week that is shown."""
    monday = _monday(request.form.get("week", ""))
    made = services.copy_week(session(), acting=_acting(), monday=monday)
    session().commit()
    return go("duty.roster", week=monday.isoformat(), copied=made)


def _back_to(content: ShiftContent) -> ResponseReturnValue:
    return go("duty.roster", week=Week.of(content.starts_at).isoformat())


def _form(texts: Texts) -> ShiftForm:
    form = ShiftForm(formdata=texts)
    form.offer(queries.colleagues(session(), current_officer))
    return form


def _is_right(form: ShiftForm) -> bool:
    """Whether the form can be saved; what is wrong stands beside its box."""
    if not form.validate():
        return False
    people = {officer.id for officer in queries.colleagues(session(), current_officer)}
    return not records.beside(form, rules.problems(form.to_content(), people=people, now=now()))


def _show(
    form: ShiftForm,
    shift: DutyShift | None = None,
    *,
    is_stale: bool = False,
    was_saved: bool = False,
) -> str:
    return render(
        "duty/form.html",
        form=form,
        shift=shift,
        is_stale=is_stale,
        was_saved=was_saved,
        earliest=today() - timedelta(days=1),
        back=url_for("duty.roster"),
    )

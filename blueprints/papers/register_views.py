"""The register of received tips: from when to when, and the file."""

from datetime import date
from io import BytesIO

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from blueprints.papers.forms import PeriodForm
from blueprints.papers.views import acting, bp
from domain.errors import BadInput
from domain.papers import register, register_file
from domain.papers.register import Period
from domain.people.rules import Permission, may
from web import records
from web.authz import audited, current_officer, requires
from web.context import session, today
from web.files import XLSX, attached
from web.htmx import render


@bp.get("/register", endpoint="register")
@requires(Permission.READ_TIPS)
def ask() -> ResponseReturnValue:
    """How many tips a period has, and the way to its file."""
    form = _form()
    if records.beside(form, _problems(form)) or form.errors:
        return _page(form, None), 422
    return _page(form, Period(form.first.data, form.last.data))


@bp.get("/register.xlsx")
@audited
@requires(Permission.READ_TIPS)
def register_xlsx() -> ResponseReturnValue:
    """The register of the own unit; that it was taken out is noted."""
    form = _form()
    if records.beside(form, _problems(form)) or form.errors:
        return _page(form, None), 422
    period = Period(form.first.data, form.last.data)
    made = BytesIO()
    register_file.write(session(), acting=acting(), period=period, file=made)
    session().commit()
    name = gettext("Sổ tiếp nhận")
    return attached(made.getvalue(), XLSX, f"{name} {period.first} - {period.last}.xlsx")


def _form() -> PeriodForm:
    """This month unless another period is asked for."""
    this_month = {"first": today().replace(day=1), "last": today()}
    form = PeriodForm(request.args or None, data=this_month)
    form.validate()
    return form


def _problems(form: PeriodForm) -> list[BadInput]:
    missing = [
        BadInput(field.name, "Chọn ngày.")
        for field in (form.first, form.last)
        if field.data is None and not field.errors
    ]
    first, last = form.first.data, form.last.data
    if isinstance(first, date) and isinstance(last, date) and first > last:
        return [BadInput("last", "Ngày cuối đứng trước ngày đầu. Chọn lại.")]
    return missing


def _page(form: PeriodForm, period: Period | None) -> str:
    count = register.count(session(), acting(), period) if period else 0
    return render(
        "papers/register.html",
        form=form,
        period=period,
        count=count,
        unit=current_officer.place,
        may_keep_forms=may(current_officer, Permission.KEEP_FORMS),
    )

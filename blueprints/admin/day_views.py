"""The calendar that limits of law are counted by: the state's days off, and an admin's own."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # Newer than its types.

from blueprints.admin.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.tips import deadlines
from domain.working_days import announced, services, vietnam
from domain.working_days.services import FIRST, LAST, NewDay
from web.authz import requires
from web.context import now, ring, session, today, who
from web.extensions import db
from web.fields import DayField
from web.htmx import go, render
from web.records import beside


class DayForm(FlaskForm):
    """A day off that no calendar has, or a day off that is worked."""

    day = DayField(_l("Ngày"))
    kind = RadioField(
        _l("Ngày này"),
        choices=[SelectChoice("off", _l("Nghỉ thêm")), SelectChoice("worked", _l("Làm bù"))],
        default="off",
        validate_choice=False,
    )
    name = StringField(_l("Lý do, văn bản"))

    def to_day(self) -> NewDay:
        """What the form says."""
        return NewDay(
            day=self.day.data, is_worked=self.kind.data == "worked", name=self.name.data or ""
        )


@bp.get("/days")
@requires(Permission.ADMINISTER)
def days() -> ResponseReturnValue:
    """Days off and days worked of one year, and the form for another."""
    return _page(DayForm(), _year(request.args.get("year", "")))


@bp.post("/days")
@requires(Permission.ADMINISTER)
def add_day() -> ResponseReturnValue:
    """Add a day; limits that are still to be met are counted again."""
    form = DayForm()
    valid, new = form.validate(), form.to_day()
    if not valid or beside(form, services.problems(session(), new)) or new.day is None:
        return _page(form, _year(request.args.get("year", ""))), 422
    services.add(session(), ring(), new=new, who=who(), now=now())
    moved = len(deadlines.recount(session(), day=new.day))
    db.session.commit()
    return go("admin.days", year=new.day.year, moved=moved)


@bp.post("/days/remove")
@requires(Permission.ADMINISTER)
def remove_day() -> ResponseReturnValue:
    """Take an own day back; limits that are still to be met are counted again."""
    gone = _day(request.form.get("day", ""))
    services.remove(session(), ring(), day=gone, who=who(), now=now())
    moved = len(deadlines.recount(session(), day=gone))
    db.session.commit()
    return go("admin.days", year=gone.year, moved=moved)


def _page(form: DayForm, year: int) -> str:
    state = vietnam.year(year)
    return render(
        "admin/days.html",
        form=form,
        year=year,
        years=[one for one in (year - 1, year, year + 1) if FIRST.year <= one <= LAST.year],
        announced=announced.to_add(session(), year),
        own=services.own_days(session(), year),
        off=state.off,
        worked=sorted(state.worked),
        said=_said(request.args.get("moved", "")),
    )


def _said(moved: str) -> str:
    """What a change did to the limits of open tips; empty before one."""
    if not moved.isdigit() or len(moved) > 6:
        return ""
    if moved == "0":
        return str(gettext("Không có hạn nào của tin đang mở phải dời."))
    return str(
        ngettext(
            "Đã dời %(num)s hạn của tin đang mở.", "Đã dời %(num)s hạn của tin đang mở.", int(moved)
        )
    )


def _year(text: str) -> int:
    if not text:
        return today().year
    if not text.isdigit() or not FIRST.year <= int(text[:5]) <= LAST.year:
        raise NotFound
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound from None

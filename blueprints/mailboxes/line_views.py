"""Keeping the register of duty lines: enter, correct, say that one was tried, retire."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from blueprints.mailboxes import forms
from blueprints.mailboxes.entry import Entry, line_form, two_versions
from blueprints.mailboxes.forms import LineForm
from blueprints.mailboxes.views import bp
from domain.mailboxes import queries, register, rules
from domain.mailboxes.content import line_content
from domain.mailboxes.models import DutyLine
from domain.people.rules import Permission
from web import logged, records
from web.authz import current_officer, requires
from web.context import session
from web.htmx import go, render


@bp.get("/lines/new")
@requires(Permission.KEEP_REGISTERS)
def new_line() -> ResponseReturnValue:
    """An empty form."""
    return _show(line_form(MultiDict({"id": str(records.record_id_in(""))})))


@bp.post("/lines/new")
@requires(Permission.KEEP_REGISTERS)
def add_line() -> ResponseReturnValue:
    """Enter the line. The same form sent again enters it once."""
    line_id = records.record_id_in(request.form.get("id", ""))
    form = line_form(request.form)
    form.id.data = str(line_id)
    content = form.to_content()
    if not form.validate() or records.beside(form, rules.problems_of_line(content)):
        return _show(form), 422
    taken = _taken(line_id)
    if taken is not None and not register.is_same(session(), taken, content):
        form.id.data = str(records.record_id_in(""))
        return _show(form, taken=taken), 409
    register.add_line(session(), acting=Entry().acting(), line_id=line_id, content=content)
    session().commit()
    return go("mailboxes.listing")


@bp.get("/lines/<uuid:line_id>/edit")
@requires(Permission.KEEP_REGISTERS)
def edit_line(line_id: UUID) -> ResponseReturnValue:
    """The form with what the register says."""
    line = queries.get_line(session(), current_officer, line_id)
    rules.require_may_keep(current_officer, line)
    texts = forms.texts_of(line_content(line))
    texts["id"], texts["version"] = str(line.id), str(line.version)
    return _show(line_form(texts), line)


@bp.post("/lines/<uuid:line_id>/edit")
@requires(Permission.KEEP_REGISTERS)
def correct_line(line_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    line = queries.get_line(session(), current_officer, line_id, to_change=True)
    rules.require_may_keep(current_officer, line)
    was = line_content(line)
    form = line_form(records.merged(request.form, forms.texts_of(was), forms.boxes_of))
    mine, version = form.to_content(), logged.version_sent()
    if not form.validate() or records.beside(form, rules.problems_of_line(mine)):
        return _show(form, line), 422
    if mine.fields() != was.fields() and version != line.version:
        action = url_for("mailboxes.correct_line", line_id=line.id)
        return two_versions(line, mine, action), 409
    register.correct_line(
        session(), acting=Entry().acting(), line=line, version=version, content=mine
    )
    session().commit()
    return go("mailboxes.listing")


@bp.post("/lines/<uuid:line_id>/tried")
@requires(Permission.LOG_RECORDS)
def say_line_tried(line_id: UUID) -> ResponseReturnValue:
    """Somebody called it today and was answered."""
    line = queries.get_line(session(), current_officer, line_id, to_change=True)
    phone = request.form.get("phone", "")
    register.say_tried(session(), acting=Entry().acting(), line=line, phone=phone)
    session().commit()
    return go("mailboxes.listing")


@bp.post("/lines/<uuid:line_id>/retire")
@requires(Permission.KEEP_REGISTERS)
def retire_line(line_id: UUID) -> ResponseReturnValue:
    """Nobody answers it any more."""
    line = queries.get_line(session(), current_officer, line_id, to_change=True)
    register.retire_line(session(), acting=Entry().acting(), line=line)
    session().commit()
    return go("mailboxes.listing")


def _taken(line_id: UUID) -> DutyLine | None:
    """The line that bears the form's id already. Raises `NotFound` when it is not one's own."""
    if session().get(DutyLine, line_id) is None:
        return None
    return queries.get_line(session(), current_officer, line_id)


def _show(form: LineForm, line: DutyLine | None = None, taken: DutyLine | None = None) -> str:
    return render("mailboxes/line_form.html", form=form, line=line, taken=taken)

"""Keeping the register of boxes: hang one, correct it, take it down."""

from uuid import UUID

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from blueprints.mailboxes import forms
from blueprints.mailboxes.entry import Entry, two_versions
from blueprints.mailboxes.forms import RetireForm
from blueprints.mailboxes.views import bp
from domain.mailboxes import queries, register, rules
from domain.mailboxes.content import box_content
from domain.mailboxes.models import Mailbox
from domain.people.rules import Permission
from web import logged, records
from web.authz import current_officer, requires
from web.context import session, settings, today
from web.htmx import go, render


@bp.get("/new")
@requires(Permission.KEEP_REGISTERS)
def new_box() -> ResponseReturnValue:
    """An empty form."""
    start = {
        "id": str(records.record_id_in("")),
        "opened_every": str(settings()["mailbox_opened_every"]),
        "hung_on": today().isoformat(),
    }
    entry = Entry()
    return entry.show_box(entry.box_form(MultiDict(start)))


@bp.post("/new")
@requires(Permission.KEEP_REGISTERS)
def hang_box() -> ResponseReturnValue:
    """Enter the box. The same form sent again leads to the same box."""
    entry, box_id = Entry(), records.record_id_in(request.form.get("id", ""))
    form = entry.box_form(request.form)
    form.id.data = str(box_id)
    if not form.validate():
        return entry.show_box(form), 422
    content = form.to_content()
    if records.beside(form, rules.problems_of_box(content, entry.choices, today=today())):
        return entry.show_box(form), 422
    taken = _taken(box_id)
    if taken is not None and not register.is_same(session(), taken, content):
        form.id.data = str(records.record_id_in(""))
        return entry.show_box(form, taken=taken), 409
    register.hang(session(), acting=entry.acting(), box_id=box_id, content=content)
    session().commit()
    return go("mailboxes.box", box_id=box_id)


@bp.get("/<uuid:box_id>/edit")
@requires(Permission.KEEP_REGISTERS)
def edit_box(box_id: UUID) -> ResponseReturnValue:
    """The form with what the register says."""
    box, entry = queries.get_box(session(), current_officer, box_id), Entry()
    rules.require_may_keep(current_officer, box)
    texts = forms.texts_of(box_content(box))
    texts["id"], texts["version"] = str(box.id), str(box.version)
    return entry.show_box(entry.box_form(texts), box)


@bp.post("/<uuid:box_id>/edit")
@requires(Permission.KEEP_REGISTERS)
def correct_box(box_id: UUID) -> ResponseReturnValue:
    """Save a correction; one that is based on an old version shows both."""
    box, entry = queries.get_box(session(), current_officer, box_id, to_change=True), Entry()
    rules.require_may_keep(current_officer, box)
    was = box_content(box)
    form = entry.box_form(records.merged(request.form, forms.texts_of(was), forms.boxes_of))
    if not form.validate():
        return entry.show_box(form, box), 422
    mine, version = form.to_content(), logged.version_sent()
    if mine.fields() != was.fields() and version != box.version:
        action = url_for("mailboxes.correct_box", box_id=box.id)
        return two_versions(box, mine, action), 409
    found = rules.problems_of_box(mine, entry.choices, today=today(), was=was)
    if records.beside(form, found):
        return entry.show_box(form, box), 422
    register.correct_box(session(), acting=entry.acting(), box=box, version=version, content=mine)
    session().commit()
    return go("mailboxes.box", box_id=box_id)


@bp.get("/<uuid:box_id>/retire")
@requires(Permission.KEEP_REGISTERS)
def ask_to_retire_box(box_id: UUID) -> ResponseReturnValue:
    """The page that asks why."""
    box = queries.get_box(session(), current_officer, box_id)
    rules.require_may_keep(current_officer, box)
    return _ask(box, RetireForm(formdata=None))


@bp.post("/<uuid:box_id>/retire")
@requires(Permission.KEEP_REGISTERS)
def retire_box(box_id: UUID) -> ResponseReturnValue:
    """Take the box down, with a reason that stays on it."""
    box, form = queries.get_box(session(), current_officer, box_id, to_change=True), RetireForm()
    reason = form.reason.data or ""
    if box.retired_on is None:
        rules.require_may_keep(current_officer, box)
        if records.beside(form, rules.problems_of_retiring(reason)):
            return _ask(box, form), 422
    register.retire_box(session(), acting=Entry().acting(), box=box, reason=reason)
    session().commit()
    return go("mailboxes.box", box_id=box_id)


def _taken(box_id: UUID) -> Mailbox | None:
    """The box that bears the form's id already. Raises `NotFound` when it is not one's own."""
    if session().get(Mailbox, box_id) is None:
        return None
    return queries.get_box(session(), current_officer, box_id)


def _ask(box: Mailbox, form: RetireForm) -> str:
    return render("mailboxes/retire_box.html", box=box, form=form)

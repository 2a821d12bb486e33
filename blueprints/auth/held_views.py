"""What was sent and not taken: shown to its author, sent again in one tap."""

from uuid import UUID

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.auth.held_words import lines
from blueprints.auth.views import bp
from domain.audit.models import Action
from domain.audit.services import Act, record
from domain.errors import NotFound
from domain.people import held_forms, queries
from domain.people.models import HeldForm
from domain.people.rules import Permission, may
from web import held_forms as web_held_forms
from web.authz import audited, current_officer, signed_in
from web.context import now, ring, session, who
from web.form_versions import form_at
from web.htmx import render
from web.navigation import first_page


@bp.get("/held")
@signed_in
def held_letters() -> ResponseReturnValue:
    """Forms out of phones that wait for this person; whose words they hold stays closed."""
    rows = held_forms.letters_for(session(), officer=current_officer, now=now())
    writers = [row.written_by for row in rows if row.written_by]
    return render(
        "auth/held_letters.html",
        rows=[(row, form_at(row.path)) for row in rows],
        names=queries.names_of(session(), writers),
        leave_to=first_page(current_officer),
    )


@bp.get("/held/<uuid:held_id>")
@audited
@signed_in
def held(held_id: UUID) -> ResponseReturnValue:
    """What waits, and one button that sends it to where it was going."""
    row = held_forms.get(session(), officer=current_officer, held_id=held_id, now=now())
    if step := _tip_step(row):
        return step
    content = held_forms.content_of(ring(), row)
    if row.written_by:
        _note(row, Action.LETTER_READ)
        session().commit()
    return render_template(
        "auth/held.html",
        row=row,
        written_by=queries.names_of(session(), [row.written_by] if row.written_by else []),
        fields=content.fields,
        lines=lines(content.fields),
        files=[file.name for file in content.files],
        field_name=web_held_forms.FIELD,
        leave_to=first_page(current_officer),
    )


def _tip_step(row: HeldForm) -> ResponseReturnValue | None:
    """A tip that waited in a phone opens as tips do."""
    if not row.came_by_letter or form_at(row.path) != "tip":
        return None
    if not may(current_officer, Permission.ENTER_TIPS):
        raise NotFound
    found: ResponseReturnValue | None = current_app.extensions["ask_for_tips"]()
    return found


def _note(row: HeldForm, action: Action) -> None:
    act = Act(action=action, object_kind="letter", object_id=str(row.id))
    record(session(), ring(), at=now(), who=who(), act=act)


@bp.post("/held/<uuid:held_id>/drop")
@signed_in
def drop_held(held_id: UUID) -> ResponseReturnValue:
    """Its author, or whoever minds it, does not want it any more."""
    row = held_forms.get(session(), officer=current_officer, held_id=held_id, now=now())
    if row.written_by:
        _note(row, Action.LETTER_DROPPED)
    web_held_forms.forget(held_id)
    return redirect(first_page(current_officer), 303)

"""A form that was on its way when the sign-in ran out: shown to its author, sent in one tap."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.auth.views import bp
from domain.people import held_forms
from web import held_forms as web_held_forms
from web.authz import current_officer, signed_in
from web.context import now, ring, session
from web.navigation import first_page
from web.typed import shown


@bp.get("/held/<uuid:held_id>")
@signed_in
def held(held_id: UUID) -> ResponseReturnValue:
    """What waits, and one button that sends it to where it was going."""
    row = held_forms.get(session(), officer=current_officer, held_id=held_id, now=now())
    content = held_forms.content_of(ring(), row)
    return render_template(
        "auth/held.html",
        row=row,
        fields=content.fields,
        lines=shown(content.fields),
        files=[file.name for file in content.files],
        field_name=web_held_forms.FIELD,
        leave_to=first_page(current_officer),
    )


@bp.post("/held/<uuid:held_id>/drop")
@signed_in
def drop_held(held_id: UUID) -> ResponseReturnValue:
    """Its author does not want it any more."""
    web_held_forms.forget(held_id)
    return redirect(first_page(current_officer), 303)

"""Writing to the person who reported."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.conflict import keeps_theirs
from blueprints.tips.page import again
from blueprints.tips.talk_panel import Talk
from blueprints.tips.views import bp
from domain.people.rules import Permission
from domain.tips import handling
from web import records
from web.authz import requires
from web.context import session
from web.drafts import mark_saved
from web.htmx import go


@bp.post("/<uuid:tip_id>/messages")
@requires(Permission.READ_TIPS)
def answer(tip_id: UUID) -> ResponseReturnValue:
    """Write a message that the receipt page shows, with a question to tap or without."""
    tip = desk.to_handle(tip_id)
    if keeps_theirs("message"):
        return go("tips.show", tip_id=tip_id)
    talk = Talk(tip)
    message, form = talk.answer(request.form), talk.form()
    if records.beside(form, handling.problems_of(session(), tip, message)):
        return again(tip, message_form=form, asks=handling.asks_who(message))
    handling.answer(
        session(), acting=desk.acting(), tip=tip, version=forms.version_sent(), message=message
    )
    session().commit()
    mark_saved(talk.draft)
    return go("tips.show", tip_id=tip_id, _anchor="messages")

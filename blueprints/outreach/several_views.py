"""Several past activities logged at once, in one table."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from blueprints.outreach.entry import Entry
from blueprints.outreach.several import Several, ids_in, in_a_few_words
from blueprints.outreach.views import bp
from domain.people.rules import Permission
from web.authz import requires
from web.context import session
from web.drafts import mark_saved, take_saved
from web.htmx import go, render

DRAFT = "outreach-several"


@bp.get("/several")
@requires(Permission.LOG_RECORDS)
def several() -> ResponseReturnValue:
    """A table of empty lines that begin with what was used last time."""
    table = Several(MultiDict())
    table.grow()
    return table.show()


@bp.post("/several")
@requires(Permission.LOG_RECORDS)
def log_several() -> ResponseReturnValue:
    """Log each line that is right; the others stay with what was typed."""
    table = Several(request.form)
    table.arrange()
    if "more" in request.form:
        table.grow()
    if {"more", "arrange"} & set(request.form):
        session().commit()
        return table.show()
    is_done = table.save()
    session().commit()
    if not is_done:
        return table.show(), 422
    mark_saved(DRAFT)
    return go("outreach.several_saved", record=table.saved)


@bp.get("/several/saved")
@requires(Permission.LOG_RECORDS)
def several_saved() -> ResponseReturnValue:
    """What was just saved, with a way to each."""
    saved = ids_in(request.args.getlist("record"))
    return render(
        "outreach/several_saved.html", saved=in_a_few_words(Entry(), saved), draft=take_saved()
    )

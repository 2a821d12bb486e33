"""Sorting out what waits apart: let in, cleared by the group or all at once, taken back."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from blueprints.tips import desk, forms
from blueprints.tips.apart import ApartTray
from blueprints.tips.rows import Rows
from blueprints.tips.views import bp
from domain.errors import NotFound
from domain.people.rules import Permission
from domain.tips import handling, queries, sorting
from web.authz import current_officer, requires
from web.context import session, tree_day
from web.htmx import go, render


@bp.get("/quarantine/clear")
@requires(Permission.READ_TIPS)
def ask_clear() -> ResponseReturnValue:
    """What clearing the whole tray would do; the button there does it."""
    return render("tips/clear.html", apart=ApartTray(Rows()))


@bp.post("/quarantine")
@requires(Permission.READ_TIPS)
def sort_out() -> ResponseReturnValue:
    """Let chosen tips into the inbox, clear them, take them back, or look at them twice."""
    act = _SORTING.get(request.form.get("act", ""))
    if act is None:
        raise NotFound
    tips = queries.quarantined(session(), current_officer, _chosen(), tree_day())
    act(session(), acting=desk.acting(), tips=tips)
    session().commit()
    return go("tips.inbox", tray="quarantine")


def _chosen() -> list[UUID]:
    """A tip, or the tips of a group, in each value that was sent."""
    sent = [text for value in request.form.getlist("tip") for text in value.split(",") if text]
    return [forms.uuid_in(text) for text in sent]


_SORTING = {
    "release": handling.release,
    "spam": sorting.clear,
    "back": sorting.take_back,
    "confirm": sorting.confirm,
}

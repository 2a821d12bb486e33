"""The frame around what waits in this phone: the phone itself fills it in."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from web.authz import signed_in
from web.htmx import render

bp = Blueprint("outbox", __name__, url_prefix="/outbox")


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """What needs a look, what waits, what was sent; the server knows none of it before it comes."""
    return render("outbox/show.html")

"""Administration: where it begins."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from blueprints.admin.health import Health
from domain.people.rules import Permission, may
from web.authz import current_officer, requires
from web.htmx import render

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
@requires(Permission.MANAGE_SIGN_INS)
def start() -> ResponseReturnValue:
    """What the viewer keeps; for an admin also how this deployment is doing."""
    administers = may(current_officer, Permission.ADMINISTER)
    return render(
        "admin/start.html",
        administers=administers,
        sets_periods=may(current_officer, Permission.SET_PERIODS),
        health=Health.of_now() if administers else None,
    )

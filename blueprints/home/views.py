"""The home screen of those who log: what waits, three ways to begin, what is due, today."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import redirect

from blueprints.home.copy import Copy
from blueprints.home.desk import Desk
from domain.people.rules import Permission, may
from web.authz import current_officer, requires, signed_in, unattended
from web.context import now, today
from web.htmx import render
from web.kept import is_kept
from web.live import unless_seen
from web.navigation import first_page

bp = Blueprint("home", __name__, url_prefix="/home")


@bp.get("")
@signed_in
def show() -> ResponseReturnValue:
    """The home screen; whoever does not log is sent to the page where their work begins."""
    if not may(current_officer, Permission.LOG_RECORDS):
        return redirect(first_page(current_officer), code=303)
    if is_kept():
        return render("offline/home.html", copy=Copy())
    return render("home/show.html", desk=Desk(now()), today=today())


@bp.get("/live")
@unattended
@requires(Permission.LOG_RECORDS)
def live() -> ResponseReturnValue:
    """What waits to be opened; 204 when the screen says so already."""
    desk = Desk(now())
    return unless_seen(desk.version, lambda: render("home/alerts.html", desk=desk))


@bp.get("/log")
@requires(Permission.LOG_RECORDS)
def log() -> ResponseReturnValue:
    """The three things an officer can write down."""
    return render("home/log.html", may_enter_tips=may(current_officer, Permission.ENTER_TIPS))


@bp.get("/more")
@signed_in
def more() -> ResponseReturnValue:
    """Every page of the navigation, and the way out."""
    return render("home/more.html", leave=url_for("auth.sign_out"))

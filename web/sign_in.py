"""Who is behind a request: the server-side session in the cookie, loaded once."""

from datetime import timedelta

from flask import Flask, Request, current_app, g, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy import update
from werkzeug.utils import redirect

from domain.people import queries
from domain.people.models import Officer, SignIn
from web.context import now, session
from web.database import writing
from web.extensions import db, login_manager
from web.htmx import wants_fragment

SEEN_EVERY = timedelta(minutes=1)
COOKIE_KEY = "sid"


def _note_seen(found: SignIn) -> None:
    """Move the idle clock on, at most once a minute, in a transaction of its own."""
    if now() - found.last_seen_at < SEEN_EVERY:
        return
    token = writing.set(True)
    try:
        with db.engine.begin() as connection:
            connection.execute(
                update(SignIn).where(SignIn.id == found.id).values(last_seen_at=now())
            )
    finally:
        writing.reset(token)


@login_manager.request_loader
def load(_: Request) -> Officer | None:
    """The officer of this request, or nobody."""
    secret = cookie.get(COOKIE_KEY)
    if not secret:
        return None
    found = queries.live_sign_in(session(), secret=secret, now=now())
    if found is None:
        return None
    officer = queries.active_officer(session(), found.officer_id)
    if officer is None:
        return None
    g.sign_in, g.officer = found, officer
    if not writing.get():
        _note_seen(found)
    else:
        found.last_seen_at = now()
    return officer


@login_manager.unauthorized_handler
def unauthorized() -> ResponseReturnValue:
    """Nobody is signed in: go to the sign-in page and come back; a POST is kept first."""
    if request.method == "POST":
        return current_app.extensions["hold_form"]()  # type: ignore[no-any-return]
    back = request.full_path.rstrip("?") if request.method == "GET" else ""
    target = url_for("auth.sign_in", next=back or None)
    if wants_fragment():
        return current_app.response_class(status=204, headers={"HX-Redirect": target})
    return redirect(target, code=303)


def init_app(app: Flask) -> None:
    """Bind Flask-Login. Its own cookie features stay off: the session row decides."""
    login_manager.init_app(app)
    login_manager.session_protection = None

"""Who is behind a request: the server-side session in the cookie, loaded once."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Request, after_this_request, current_app, g, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_login import current_user
from sqlalchemy import update
from werkzeug.utils import redirect

from domain.people import enrolment, queries
from domain.people.models import Officer, SignIn
from domain.people.rules import tips_open_for
from domain.people.sign_in import Opened
from web.context import config, now, session, settings
from web.database import writing
from web.extensions import db, login_manager
from web.htmx import page_address, wants_fragment
from web.kept import is_kept
from web.language import choose
from web.live import is_kept_by_sender

SEEN_EVERY = timedelta(minutes=1)
COOKIE_KEY = "sid"
CSRF_KEY = "csrf_token"


def _seen(found: SignIn, at: datetime) -> dict[str, datetime]:
    """The clocks that use moves on; tip pages that have closed stay closed."""
    moved = {"last_seen_at": at}
    if found.tips_open_until is not None and at < found.tips_open_until:
        moved["tips_open_until"] = at + tips_open_for(
            found.device_kind, settings()["idle_tip_minutes"]
        )
    return moved


def _note_seen(found: SignIn) -> None:
    """Move the idle clocks on, at most once a minute; on a page view in a transaction of its own.

    What a page fetches by itself is no sign that anybody sits before it.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    by_itself = hasattr(view, "unattended") or is_kept()
    if by_itself or now() - found.last_seen_at < SEEN_EVERY:
        return
    moved = _seen(found, now())
    if writing.get():
        for name, value in moved.items():
            setattr(found, name, value)
        return
    token = writing.set(True)
    try:
        with db.engine.begin() as connection:
            connection.execute(update(SignIn).where(SignIn.id == found.id).values(**moved))
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
    _note_seen(found)
    return officer


@login_manager.unauthorized_handler
def unauthorized() -> ResponseReturnValue:
    """Nobody is signed in: go to the sign-in page and come back; a POST is kept first."""
    if is_kept_by_sender():
        return current_app.response_class(status=401)
    if request.method == "POST":
        return current_app.extensions["hold_form"]()  # type: ignore[no-any-return]
    if hasattr(current_app.view_functions[request.endpoint or ""], "unattended"):
        # A page must not leave by itself with something half typed on it.
        return current_app.response_class(status=204)
    return to_page("auth.sign_in", next=asked_page() or None)


def asked_page() -> str:
    """The address to come back to: the page asked for, or the one that htmx asked from."""
    if wants_fragment():
        return page_address()
    return request.full_path.rstrip("?") if request.method == "GET" else ""


def to_page(endpoint: str, **values: Any) -> ResponseReturnValue:
    """Send the browser to a page instead of what it asked for."""
    target = url_for(endpoint, **values)
    if wants_fragment():
        return current_app.response_class(status=204, headers={"HX-Redirect": target})
    return redirect(target, code=303)


def enter(opened: Opened) -> None:
    """Put a fresh sign-in into a cookie that holds nothing else; the sign-in before it ends.

    Only whoever signs in again after a lapse keeps the form token, so that a form left open in
    another tab can still be sent.
    """
    before = db.session.get(SignIn, queries.secret_hash(cookie.get(COOKIE_KEY, "")))
    same_person = before is not None and before.officer_id == opened.row.officer_id
    if before is not None and before.id != opened.row.id:
        before.ended_at = before.ended_at or now()
    kept = cookie.get(CSRF_KEY) if same_person else None
    cookie.clear()
    if kept:
        cookie[CSRF_KEY] = kept
    renew(opened.secret)
    if opened.phone:
        secret = opened.phone
        after_this_request(lambda response: _set_phone(response, secret))


def renew(secret: str) -> None:
    """The same person under a new secret; forms in other tabs stay good."""
    cookie[COOKIE_KEY] = secret


def leave() -> None:
    """Forget whoever was signed in here; an enrolled phone stays enrolled."""
    cookie.clear()


def present() -> Officer | None:
    """Who is signed in here, for what goes by itself: it keeps nobody signed in and opens no tip
    page for longer."""
    secret = cookie.get(COOKIE_KEY, "")
    found = queries.live_sign_in(session(), secret=secret, now=now()) if secret else None
    return queries.active_officer(session(), found.officer_id) if found else None


def was_ended() -> bool:
    """Whether the sign-in in the cookie was ended by somebody, or its officer is no longer one."""
    secret = cookie.get(COOKIE_KEY)
    if not secret:
        return False
    if found := queries.live_sign_in(session(), secret=secret, now=now()):
        return queries.active_officer(session(), found.officer_id) is None
    return queries.lapsed_sign_in(session(), secret=secret, now=now()) is None


def _phone_cookie() -> str:
    return "__Host-phone" if config().is_https else "phone"


def _set_phone(response: Response, secret: str) -> Response:
    response.set_cookie(
        _phone_cookie(),
        secret,
        max_age=enrolment.LASTS,
        secure=config().is_https,
        httponly=True,
        samesite="Lax",
    )
    return response


def phone_secret() -> str:
    """The secret of the enrolled phone in hand, if it is one."""
    return request.cookies.get(_phone_cookie(), "")


def _appearance() -> dict[str, object]:
    """What every layout reads: language, theme and text size of the person, and the demo ribbon.

    A public page never looks into the staff cookie.
    """
    for_staff = request.blueprint not in {"public", None}
    officer = current_user if for_staff and current_user.is_authenticated else None
    return {
        "locale": choose(),
        "theme": officer.theme if officer else "",
        "text_size": officer.text_size if officer else "",
        "demo": config().demo,
    }


def init_app(app: Flask) -> None:
    """Bind Flask-Login. Its own cookie features stay off: the session row decides."""
    login_manager.init_app(app)
    login_manager.session_protection = None
    app.context_processor(_appearance)

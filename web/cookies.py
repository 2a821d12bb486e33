"""The sign-in cookie: read when one came, and not so much as named by a public page."""

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin


class StaffCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, which costs nothing where there is none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds; without one an empty session, and no key is prepared."""
        if self.get_cookie_name(app) not in request.headers.get("Cookie", ""):
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """A public page that changed nothing says nothing of cookies, whoever looked at them."""
        if session.modified or request.blueprint not in {"public", None}:
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Use it for every request."""
    app.session_interface = StaffCookie()

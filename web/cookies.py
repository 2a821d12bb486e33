"""The sign-in cookie: read when one came, so that pages without one spend nothing on it."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class CookieWhenThere(SecureCookieSessionInterface):
    """Flask's signed cookie; without one the session is empty, and no key is prepared."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds, or nothing."""
        if self.get_cookie_name(app) not in request.headers.get("Cookie", ""):
            return self.session_class()
        return super().open_session(app, request)


def init_app(app: Flask) -> None:
    """Use it for every request."""
    app.session_interface = CookieWhenThere()

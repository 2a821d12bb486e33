"""A QR code in capitals opens the same page: `/Q/<code>` is answered as `/q/<code>`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class CapitalScan:
    """Lowers the one letter before the app looks at the path."""

    def __init__(self, app: "WSGIApplication") -> None:
        self._app = app

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Pass the request on."""
        if environ["PATH_INFO"].startswith("/Q/"):
            environ["PATH_INFO"] = f"/q/{environ['PATH_INFO'][3:]}"
        return self._app(environ, start)


def init_app(app: Flask) -> None:
    """Stand in front of the app."""
    app.wsgi_app = CapitalScan(app.wsgi_app)  # type: ignore[method-assign, assignment]

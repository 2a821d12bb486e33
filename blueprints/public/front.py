"""Answers for a poster's form before the framework is asked, when its page is at hand.

The form is what a whole village opens at once, on the weakest server. Everything about it is
ready but an id and a token, so it is put together here for less than the framework's own "hello".
Whatever is not exactly that goes on to the app, which answers the same.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from uuid import uuid4

from flask import Flask

from blueprints.public.form_page import KEPT, Kept, key_of
from domain.posters.codes import CODE_LENGTH
from web import form_tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_BEFORE, _AFTER = "/q/", "/tip"
_LENGTH = len(_BEFORE) + CODE_LENGTH + len(_AFTER)


class Front:
    """Stands before the app."""

    def __init__(self, flask: Flask, app: "WSGIApplication") -> None:
        self._flask, self._app = flask, app

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """A kept form with an id and a token of its own, or whatever the app says."""
        kept = _at_hand(environ)
        if kept is None:
            return self._app(environ, start)
        id_ = uuid4()
        token = form_tokens.form_token(self._flask.extensions["ring"], id_, datetime.now(UTC))
        body = kept.packed(str(id_), token)
        start("200 OK", [*kept.headers, ("Content-Length", str(len(body)))])
        return [body]


def _at_hand(environ: "WSGIEnvironment") -> Kept | None:
    path: str = environ["PATH_INFO"]
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    if (
        len(path) != _LENGTH
        or not (path.startswith(_BEFORE) and path.endswith(_AFTER))
        or environ["REQUEST_METHOD"] != "GET"
        or "gzip" not in accepted
        or "q=0" in accepted
    ):
        return None
    query = environ.get("QUERY_STRING", "")
    code = path[len(_BEFORE) : -len(_AFTER)].upper()
    return KEPT.peek(key_of(code, dict(parse_qsl(query)) if query else {}))


def init_app(app: Flask) -> None:
    """Stand before the app."""
    app.wsgi_app = Front(app, app.wsgi_app)  # type: ignore[method-assign, assignment]

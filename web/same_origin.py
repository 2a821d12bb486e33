"""A second fence before the form token: what changes something for staff comes from our pages."""

from urllib.parse import urlsplit

from flask import Flask, abort, request

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})


def _check() -> None:
    """Sec-Fetch-Site decides where the browser sends it; else Origin; a script sends neither.

    Our pages ask for `same-origin` as their referrer policy, since a form under `no-referrer`
    would send the origin "null".
    """
    if request.method in _SAFE or request.blueprint in {"public", None}:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in _OURS:
        abort(400)
    if site is None and origin is not None and urlsplit(origin).netloc != request.host:
        abort(400)


def init_app(app: Flask) -> None:
    """Check every request before its view."""
    app.before_request(_check)

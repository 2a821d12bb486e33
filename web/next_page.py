"""Where to go after the door: a page of our own for staff, or nowhere."""

import re

from flask import current_app
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

_PLAIN = re.compile(r"/(?![/\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?-]{0,399}")
_NOT_AFTER_SIGN_IN = frozenset({"public", "auth", "media"})


def allowed(text: str) -> str:
    """The address when it is a page of ours that GET opens for staff; else an empty string."""
    if not _PLAIN.fullmatch(text):
        return ""
    adapter = current_app.url_map.bind("localhost")
    try:
        endpoint, _ = adapter.match(text.partition("?")[0], method="GET")
    except (HTTPException, RequestRedirect):
        return ""
    blueprint, dot, _ = str(endpoint).partition(".")
    return text if dot and blueprint not in _NOT_AFTER_SIGN_IN else ""

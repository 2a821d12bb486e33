"""Parts of a page that ask for news by themselves; nothing new is an answer without a body."""

from collections.abc import Callable

from flask import current_app, request
from flask.typing import ResponseReturnValue

from domain.errors import NotFound

_KEEPS = "X-Keeps-Words"


def is_kept_by_sender() -> bool:
    """Whether a script sent this that keeps the words itself until it hears that they are saved,
    and asks the person to sign in when it must."""
    return request.method == "POST" and _KEEPS in request.headers


def unless_seen(version: str, draw: Callable[[], str]) -> ResponseReturnValue:
    """The fragment, or 204 when the page says in `seen` that it shows this version already.

    A version is anything short that changes whenever the fragment would. Views that answer this
    way wear `@unattended`, because nobody need be sitting before the page.
    """
    if request.args.get("seen") == version:
        return current_app.response_class(status=204)
    return draw()


def drawn_with() -> int:
    """How many there were when the page was drawn, as it says in `total`. Raises `NotFound`."""
    text = request.args.get("total", "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise NotFound
    return int(text)

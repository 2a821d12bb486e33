"""Opening tip pages: the second factor first, and the PIN again after idling."""

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from domain.people.models import Officer
from web.context import config, now, sign_in
from web.kept import is_kept
from web.letterbox import letter
from web.sign_in import asked_page, to_page

EMPTY = {"tips.new"}
"""Forms that tell nothing of any tip: a phone may keep one to be filled in without a network."""


def asks_pin(officer: Officer) -> bool:
    """Whether idling closes tip pages: always, unless sign-in by password alone is enough here
    and the officer has chosen no PIN."""
    return config().second_factor_required or bool(officer.pin_hash)


def ask() -> ResponseReturnValue | None:
    """None when tip pages are open to this sign-in; else where to go first, the form held."""
    if is_kept() and request.endpoint in EMPTY and not request.args:
        return None
    found = sign_in()
    officer: Officer = g.officer
    if letter():
        return None  # Writing a tip in shows none; what may be written by letter is one form.
    if found is None or (config().second_factor_required and not found.second_factor):
        return _first("auth.second_factor")
    is_open = found.tips_open_until is not None and now() < found.tips_open_until
    if is_open or not asks_pin(officer):
        return None
    return _first("auth.pin")


def _first(endpoint: str) -> ResponseReturnValue:
    if request.method == "POST":
        return to_page(endpoint, held=current_app.extensions["keep_form"]() or None)
    if hasattr(current_app.view_functions[request.endpoint or ""], "unattended"):
        return current_app.response_class(status=204)
    return to_page(endpoint, next=asked_page() or None)


def init_app(app: Flask) -> None:
    """Register what the guards ask."""
    app.extensions["ask_for_tips"] = ask

"""Opening tip pages: the second factor first, and the PIN again after idling."""

from typing import cast

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from domain.people.models import Officer
from domain.people.passes import WeakPass
from web.context import config, now, sign_in
from web.kept import is_kept
from web.letter_type import letter
from web.sign_in import asked_page, to_page

EMPTY = {"tips.new"}
"""Forms that tell nothing of any tip: a phone may keep one to be filled in without a network."""


def asks_pin(officer: Officer) -> bool:
    """Whether idling closes tip pages: always, unless sign-in by password alone is enough here
    and the officer has chosen no PIN."""
    return config().second_factor_required or bool(officer.pin_hash)


def opens_tips() -> bool:
    """Whether this sign-in could open the form of tips now; a copy for a phone counts as open."""
    return sign_in() is not None and not _first_step()


def ask() -> ResponseReturnValue | None:
    """None when tip pages are open to this sign-in; else where to go first, the form held.

    Raises `WeakPass` for a letter that no sign-in stands behind which could have opened the form.
    """
    if found := letter():
        if not found.opens_tips:
            raise WeakPass
        return None  # What may be written by letter is one form; it shows no tip.
    step = _first_step()
    return _first(step) if step else None


def _first_step() -> str:
    """The page to go by before tip pages open; "" when they are open."""
    found, officer = sign_in(), cast("Officer", g.officer)
    if found is None or (config().second_factor_required and not found.second_factor):
        return "auth.second_factor"
    is_open = found.tips_open_until is not None and now() < found.tips_open_until
    is_copy = is_kept() and request.endpoint in EMPTY and not request.args
    return "" if is_open or is_copy or not asks_pin(officer) else "auth.pin"


def _first(endpoint: str) -> ResponseReturnValue:
    if request.method == "POST":
        return to_page(endpoint, held=current_app.extensions["keep_form"]() or None)
    if hasattr(current_app.view_functions[request.endpoint or ""], "unattended"):
        return current_app.response_class(status=204)
    return to_page(endpoint, next=asked_page() or None)


def init_app(app: Flask) -> None:
    """Register what the guards ask."""
    app.extensions["ask_for_tips"] = ask

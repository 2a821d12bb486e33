"""Slowing down of guesses at receipt codes: misses are counted, and a wait grows with them."""

import time

from flask import Flask, current_app

from blueprints.public.quotas import here
from domain.tips import receipts
from web.context import ring, session, settings
from web.limits import Window

TEN_MINUTES = 600.0
HOUR = 3_600.0
MOST_MISSES_AN_HOUR = 600
"""Of everybody together; above it each place has one free miss. Nobody is ever shut out."""
LONGEST_WAIT = 60.0
_EVERYBODY = b"all"


def wait() -> int:
    """Seconds before another code may be looked up from here; 0 when it may be now.

    Many phones share one address, so the wait only slows: it never grows past a minute.
    """
    near, everybody = _windows()
    at = time.monotonic()
    crowded = everybody.count(_EVERYBODY, at) >= MOST_MISSES_AN_HOUR
    free = 1 if crowded else settings()["receipt_misses"]
    over = near.count(here(), at) - free
    if over < 0:
        return 0
    pause = min(LONGEST_WAIT, 2.0 ** min(over, 10))
    left = near.last(here()) + pause - at
    return int(left) + 1 if left > 0 else 0


def missed() -> None:
    """A code that leads nowhere was looked up."""
    near, everybody = _windows()
    at = time.monotonic()
    near.add(here(), at)
    everybody.add(_EVERYBODY, at)


def is_given(code: str) -> bool:
    """Whether 16 digits that stand in a text are a receipt code. Under the same count as a lookup:
    while that would have to wait nothing is looked up, and what leads nowhere is a miss."""
    if wait():
        return False
    if receipts.is_given(session(), ring(), code):
        return True
    missed()
    return False


def _windows() -> tuple[Window, Window]:
    held: tuple[Window, Window] = current_app.extensions["receipt_windows"]
    return held


def init_app(app: Flask) -> None:
    """Fresh counts for this app."""
    near, everybody = Window(TEN_MINUTES), Window(HOUR)
    app.extensions["receipt_windows"] = (near, everybody)
    app.extensions.setdefault("forget_limits", []).extend([near.forget_all, everybody.forget_all])

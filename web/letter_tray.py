"""The tray of letters that went nowhere: what comes into it, and trying them again."""

from uuid import UUID

from flask import Flask, current_app, request
from flask import session as cookie

from domain.letters import unread
from domain.letters.models import Why
from domain.letters.unread import TrayFull
from domain.people import queries
from web import letter_writers
from web.context import now, session, settings
from web.letter_reading import read
from web.limits import Window
from web.photos import store
from web.sign_in import COOKIE_KEY
from web.slow_down import here

STRANGERS_AN_HOUR = 20
"""Letters that a network may put there in an hour, when nothing tells that an officer is behind."""


def put(item_id: str, raw: bytes, why: Why) -> None:
    """Keep what came, and commit. Raises `TrayFull`, and when the disk is."""
    sender_id = _sender_id(item_id)
    store().require_room()
    if sender_id is None and not unread.is_here(session(), raw):
        _require_patience()
    unread.keep(
        session(),
        item_id=_id_of(item_id),
        path=request.path,
        letter=raw,
        why=why,
        sender_id=sender_id,
        most=settings()["unread_letters"],
        now=now(),
    )
    session().commit()


def _sender_id(item_id: str) -> UUID | None:
    """Whose phone it came from, as far as a pass or a sign-in tells."""
    given = letter_writers.fresh_pass(item_id)
    if given is not None and queries.active_officer(session(), given.officer_id) is not None:
        return given.officer_id
    found = queries.live_sign_in(session(), secret=cookie.get(COOKIE_KEY, ""), now=now())
    return found.officer_id if found else None


def _id_of(item_id: str) -> str:
    """Nothing but an id: an admin reads it, and strangers write what they like."""
    try:
        UUID(item_id)
    except ValueError:
        return ""
    return item_id


def _require_patience() -> None:
    window: Window = current_app.extensions["unread_letters"]
    if window.add(here(), now().timestamp()) > STRANGERS_AN_HOUR:
        raise TrayFull


def open_again(letter_id: UUID) -> bool:
    """Try a letter of the tray again. One that opens is held for its author, good pass or not, or
    for whoever minds their unit now; the home screen tells them."""
    row = unread.get(session(), letter_id)
    found = read(row.letter, row.item_id)
    if found is None or not letter_writers.hold_for_somebody(found):
        return False
    unread.forget(session(), row)
    return True


def init_app(app: Flask) -> None:
    """A fresh count for this app; tests ask to forget it."""
    window = Window(3600)
    app.extensions["unread_letters"] = window
    app.extensions.setdefault("forget_limits", []).append(window.forget_all)

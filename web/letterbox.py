"""Forms that come as letters out of a phone's outbox, opened before anything looks at them.

A letter is posted to the address of its form and holds the same fields: once it is open, views,
forms and rules are the very same as for a page. Its pass says who wrote it, whatever sign-in the
browser that delivers it has. Letters of citizens have a door of their own in the public zone.
"""

from typing import NoReturn

from flask import Flask, abort, current_app, g, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import ClientDisconnected

from domain.letters.models import Why
from domain.letters.unread import LetterKept, LetterTooLarge, LetterUnread
from web import bodies, form_versions, letter_mapping, letter_tray, letter_writers
from web.context import now, session
from web.letter_reading import read
from web.letter_type import Letter, is_letter
from web.letter_writers import HandedOn
from web.spoken_for import speak_for

MOST_LETTER = 512 * 1024
"""Bytes of the words of one form; photos come apart."""


def _open() -> None:
    """Put the letter's fields where those of a page stand, and its author where a sign-in does.

    Raises what a letter is refused for.
    """
    if not is_letter():
        return
    g.letter = Letter(item_id=request.headers.get("Outbox-Item", "")[:36])
    form = getattr(current_app.view_functions.get(request.endpoint or ""), "by_letter", "")
    raw = _body()
    if not form:
        # A form that this version of the app has not, or no more: kept, and asked for again later.
        letter_tray.put(g.letter.item_id, raw, Why.SEALED)
        abort(503)
    found = read(raw, g.letter.item_id)
    if found is None:
        letter_tray.put(g.letter.item_id, raw, Why.SEALED)
        raise LetterUnread
    g.letter = found
    written = letter_writers.author_of(found)
    if written is None:
        _hand_on(found, raw)
    # The author first: what is refused from here on is held for them.
    g.letter_author, g.letter = written
    speak_for(g.letter_author)
    request.form = ImmutableMultiDict(letter_mapping.as_today(found))
    request.files = ImmutableMultiDict()
    if found.form != form:
        abort(404)
    form_versions.require(found.form, found.version, now())
    letter_mapping.require_likely_days(found)


def _body() -> bytes:
    length = request.content_length or 0
    if length > MOST_LETTER:
        raise LetterTooLarge
    if letter_writers.fresh_pass(request.headers.get("Outbox-Item", "")[:36]):
        bodies.vouch()
    try:
        raw = request.get_data(cache=False)
    except ClientDisconnected:
        raw = b""
    if not raw or len(raw) < length:
        # Cut on its way: without the id in the answer the phone knows that it was not read.
        del g.letter
        abort(400)
    return raw


def _hand_on(found: Letter, raw: bytes) -> NoReturn:
    """Its author left the unit or the work since it was written."""
    if letter_writers.hold_for_somebody(found):
        session().commit()
        raise HandedOn
    letter_tray.put(found.item_id, raw, Why.NOBODY)
    raise LetterKept


def init_app(app: Flask) -> None:
    """Open letters that come."""
    letter_tray.init_app(app)
    app.before_request(_open)

"""Forms that come as letters out of a phone's outbox, opened before anything looks at them.

A letter is posted to the address of its form and holds the same fields: once it is open, views,
forms and rules are the very same as for a page. Its pass says who wrote it, whatever sign-in the
browser that delivers it has. Letters of citizens have a door of their own in the public zone.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import Flask, abort, current_app, g, request
from flask import session as cookie
from werkzeug.datastructures import ImmutableMultiDict

from domain.letters import unread
from domain.letters.unread import LetterTooLarge, LetterUnread
from domain.people import held_forms, passes, queries
from domain.people.held_forms import Content
from domain.people.models import Officer
from domain.people.passes import NoPass
from domain.vault.letters import open_letter
from domain.vault.sealing import CannotOpen
from web import form_versions, outbox_keys
from web.context import now, ring, session, settings
from web.form_tokens import bytes_in
from web.letter_type import is_letter
from web.sign_in import COOKIE_KEY
from web.spoken_for import speak_for

MOST_LETTER = 512 * 1024
"""Bytes of the words of one form; photos come apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What came instead of a page's form."""

    item_id: str
    form: str = ""
    version: str = ""
    pass_: str = field(default="", repr=False)
    saved_at: str = ""
    """By the phone's clock, as the phone wrote it."""
    photos: tuple[dict[str, Any], ...] = ()
    """Photos that the form speaks of and that follow it, or went ahead."""
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def letter() -> Letter | None:
    """The letter that this request came as, if it is one."""
    return cast("Letter | None", g.get("letter"))


def clock() -> datetime | None:
    """What the phone's clock shows now; it may be any year."""
    try:
        moment = datetime.fromisoformat(request.headers.get("Outbox-Clock", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _open() -> None:
    """Put the letter's fields where those of a page stand, and its author where a sign-in does.

    Raises what a letter is refused for.
    """
    if not is_letter():
        return
    g.letter = Letter(item_id=request.headers.get("Outbox-Item", "")[:36])
    form = getattr(current_app.view_functions.get(request.endpoint or ""), "by_letter", "")
    if not form:
        abort(404)
    raw = _body()
    found = read(raw, g.letter.item_id)
    if found is None:
        _keep_unread(raw)
        raise LetterUnread
    g.letter = found
    # The author first: what is refused from here on is held for them.
    speak_for(_author(found))
    request.form = ImmutableMultiDict(found.fields)
    request.files = ImmutableMultiDict()
    if found.form != form:
        abort(404)
    form_versions.require(found.form, found.version, now())


def _body() -> bytes:
    length = request.content_length or 0
    if length > MOST_LETTER:
        raise LetterTooLarge
    raw = request.stream.read(length)
    if not raw or len(raw) < length:
        # Cut on its way: without the id in the answer the phone knows that it was not read.
        del g.letter
        abort(400)
    return raw


def read(raw: bytes, item_id: str) -> Letter | None:
    """What a letter says; None for what nobody can open, or no version of the phone writes."""
    try:
        told = json.loads(open_letter(ring(), raw, f"{item_id}/form"))
        found = Letter(
            item_id=item_id,
            form=str(told["form"]),
            version=str(told["form_version"]),
            pass_=str(told["pass"]),
            saved_at=str(told.get("saved_at", ""))[:40],
            photos=tuple(dict(photo) for photo in told.get("photos", ())),
            fields=tuple((str(name), str(value)) for name, value in told["fields"]),
        )
        ids = [value for name, value in found.fields if name in {"id", "submission_id"}]
        return found if ids and all(UUID(one) == UUID(item_id) for one in ids) else None
    except (CannotOpen, ValueError, KeyError, TypeError, AttributeError):
        return None


def open_again(letter_id: UUID) -> bool:
    """Try a letter of the tray again: one that opens is held for its author, good pass or not."""
    row = unread.get(session(), letter_id)
    found = read(row.letter, row.item_id)
    author = passes.writer_id(ring(), found.pass_) if found else None
    if found is None or author is None or queries.active_officer(session(), author) is None:
        return False
    held = held_forms.keep_letter(
        session(),
        ring(),
        item_id=UUID(found.item_id),
        officer_id=author,
        path=row.path,
        content=Content(fields=list(found.fields)),
        now=now(),
    )
    if held is not None:
        unread.forget(session(), row)
    return held is not None


def _keep_unread(raw: bytes) -> None:
    path = request.full_path.rstrip("?")
    unread.keep(session(), item_id=g.letter.item_id, path=path, letter=raw, now=now())
    session().commit()


def _author(found: Letter) -> Officer:
    """Whoever wrote it. A fresh pass of the same officer, in the header, is as good as its own:
    the phone cannot open its letter to put one in. Raises `NoPass`."""
    present, at = _present(), now()
    lasts = timedelta(days=settings()["pass_days"])
    fresh = _fresh_pass(found.item_id)
    if fresh:
        author = passes.author(session(), ring(), text=fresh, lasts=lasts, present=present, now=at)
        if passes.writer_id(ring(), found.pass_) == author.id:
            return author
        raise NoPass
    return passes.author(session(), ring(), text=found.pass_, lasts=lasts, present=present, now=at)


def _present() -> Officer | None:
    """Whoever is signed in where it came from; a letter, which goes by itself, keeps nobody so."""
    found = queries.live_sign_in(session(), secret=cookie.get(COOKIE_KEY, ""), now=now())
    return queries.active_officer(session(), found.officer_id) if found else None


def _fresh_pass(item_id: str) -> str:
    sealed = bytes_in(request.headers.get("Outbox-Pass", ""))
    if not sealed:
        return ""
    try:
        return open_letter(ring(), sealed, f"{item_id}/pass").decode("ascii", "replace")
    except CannotOpen:
        raise NoPass from None


def init_app(app: Flask) -> None:
    """Give pages what a phone writes letters with, and open those that come."""
    outbox_keys.init_app(app)
    app.before_request(_open)

"""Pages that an officer's own phone keeps to be read without a network: which, and for how long.

A phone asks for its copies with the header `Kept`: such an answer is the page in its offline dress,
without form tokens, photos, names of citizens or counts of tips.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, has_request_context, request

from domain.feed.models import Kind
from domain.forums.models import Forum
from domain.outreach.models import Outreach
from domain.people.models import DeviceKind
from domain.people.rules import Permission, may
from domain.records import queries
from domain.records.queries import Own
from web.addresses import url_for
from web.authz import officer
from web.context import config, now, ring, session, settings, sign_in, today

HEADER = "Kept"
DAYS = 7
"""How far back an officer's own records are kept."""
SHOWS = {Kind.OUTREACH: "outreach.show", Kind.FORUM: "forums.show"}


@dataclass(frozen=True, slots=True)
class Kept:
    """One page: its address, and a word that changes when the copy has to be fetched anew."""

    url: str
    version: str
    is_form: bool = False
    """Empty but for lists and what waits in the phone itself."""


def is_kept() -> bool:
    """Whether this answer is a copy that a phone keeps."""
    return has_request_context() and HEADER in request.headers


def may_keep() -> bool:
    """On a phone of one's own alone: elsewhere the next person would find the pages."""
    found = sign_in()
    return found is not None and found.device_kind == DeviceKind.OWN_PHONE


def key() -> str:
    """The AES key of what was written, in base64; good while this sign-in may last."""
    return base64.b64encode(_mac(b"key")).decode()


def forms_key() -> str:
    """The AES key of empty forms, in base64; good for as long as their passes are."""
    return base64.b64encode(_mac(b"forms")).decode()


def name() -> str:
    """Tells the copies of one sign-in from another's; "" where nobody is signed in."""
    return _mac(b"name").hex()[:12] if sign_in() else ""


def _mac(purpose: bytes) -> bytes:
    """Stays over a PIN or a second step, which give the same sign-in another secret."""
    found = sign_in()
    whose = found.officer_id.bytes + found.started_at.isoformat().encode() if found else b""
    return ring().mac("kept", purpose + whose)


def seconds() -> int:
    """How long the sign-in may last at most: after that nothing opens what was written."""
    found = sign_in()
    return max(0, int((found.expires_at - now()).total_seconds())) if found else 0


def forms_seconds() -> int:
    """How long empty forms open without a network: as long as their passes are good."""
    return int(timedelta(days=settings()["pass_days"]).total_seconds())


def own_records() -> Sequence[Own]:
    """What this officer logged of the last days, the newest first."""
    since = today() - timedelta(days=DAYS)
    return queries.own_since(session(), (Outreach, Forum), officer().id, since=since)


def pages(build: str) -> list[Kept]:
    """What this phone keeps; nothing where it may keep nothing."""
    if not may_keep() or not may(officer(), Permission.LOG_RECORDS):
        return []
    own, person = own_records(), officer()
    looks = (person.language, person.theme, person.text_size)
    of_day = _version(build, *looks, today(), *own)
    forms = ["/home/log", "/outbox", "/outreach/new", "/forums/new"]
    if may(person, Permission.ENTER_TIPS) and _is_proven():
        forms.append("/tips/new")
    records = [
        Kept(url_for(SHOWS[one.kind], record_id=one.id), _version(build, *looks, one.version))
        for one in own
    ]
    return [Kept("/home", of_day), *(Kept(path, of_day, is_form=True) for path in forms), *records]


def _is_proven() -> bool:
    """Whether the second factor was shown where one is needed: without it no tip is typed in."""
    found = sign_in()
    is_asked = config().second_factor_required
    return found is not None and (found.second_factor or not is_asked)


def state(build: str) -> str:
    """Changes whenever something of it does; "" where nothing is kept."""
    found = pages(build)
    return _short(name(), *found) if found else ""


def _version(build: str, *parts: object) -> str:
    """Begins with the build whose files the copy needs: the worker keeps those for as long."""
    return f"{build}.{_short(*parts)}"


def _short(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:10]


def init_app(app: Flask) -> None:
    """Give templates `is_kept()`, `kept_state()`, `kept_at()` and `kept_name()`."""
    build: str = app.extensions["assets"].build
    app.jinja_env.globals.update(
        is_kept=is_kept, kept_state=lambda: state(build), kept_at=now, kept_name=name
    )

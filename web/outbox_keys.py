"""What a form's page hands to the phone, so that what is saved there can be sent much later."""

import base64

from flask import Flask, g

from domain.people import passes
from domain.people.models import Officer
from domain.vault.letters import public_key
from web import form_versions
from web.context import now, ring, sign_in
from web.tip_access import opens_tips


def init_app(app: Flask) -> None:
    """Give templates `letter_key()`, `submit_pass()`, `outbox_key()`, `outbox_owner()` and
    `form_version("outreach")`."""
    given = (letter_key, submit_pass, outbox_key, outbox_owner)
    app.jinja_env.globals.update(
        {one.__name__: one for one in given}, form_version=form_versions.current
    )


def letter_key() -> str:
    """The server's public key in base64: a phone seals to it what only the server shall read."""
    return base64.b64encode(public_key(ring()).point).decode()


def submit_pass() -> str:
    """A pass of whoever is signed in, for what they write from now on; "" for nobody."""
    officer = _officer()
    if officer is None:
        return ""
    return passes.issue(ring(), officer=officer, opens_tips=opens_tips(), now=now())


def outbox_key() -> str:
    """The AES key under which this officer's own words wait in a phone, in base64; "" for nobody.

    Every kind of device has one: it is never stored there, and who signs in next gets another.
    """
    officer = _officer()
    return base64.b64encode(_mac(b"key", officer)).decode() if officer else ""


def outbox_owner() -> str:
    """The name of this officer's items in a phone, which tells nobody who it is; "" for nobody."""
    officer = _officer()
    return _mac(b"owner", officer).hex()[:12] if officer else ""


def _officer() -> Officer | None:
    return g.get("officer") if sign_in() else None


def _mac(purpose: bytes, officer: Officer) -> bytes:
    return ring().mac("outbox", purpose + officer.id.bytes)

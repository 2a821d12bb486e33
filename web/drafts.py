"""Drafts on an officer's own phone: where one lies there, and the key that opens it."""

import base64

from flask import Flask, request, session

from domain.people.models import DeviceKind
from web.context import ring, sign_in
from web.kept import is_kept

_SAVED = "saved"


def init_app(app: Flask) -> None:
    """Give templates `draft_key()` and `draft_name("outreach", record_id)`."""
    app.jinja_env.globals.update(draft_key=draft_key, draft_name=draft_name)


def draft_key() -> str:
    """The AES key of this officer's drafts, in base64; "" where no draft may be kept.

    On a shared phone or a station's computer the next person would find the text. A copy of a form
    of tips opens without the PIN, which a villager's words must not.
    """
    found = sign_in()
    if found is None or found.device_kind != DeviceKind.OWN_PHONE:
        return ""
    if is_kept() and request.blueprint == "tips":
        return ""
    return base64.b64encode(_mac(b"key")).decode()


def draft_name(form: str) -> str:
    """The name under which a form's draft lies in the phone, one officer's apart from another's."""
    return f"{_mac(b'owner').hex()[:12]}/{form}" if draft_key() else ""


def _mac(purpose: bytes) -> bytes:
    found = sign_in()
    owner = found.officer_id.bytes if found else b""
    return ring().mac("draft", purpose + owner)


def mark_saved(form: str) -> None:
    """Remember until the next page that this form was saved, so that its draft can go.

    The word travels with the answer to the save itself: if that is lost, so is the word, and the
    draft stays.
    """
    session[_SAVED] = form


def take_saved() -> str:
    """The form that was just saved, once; "" when none was.

    What an outbox sent comes without a cookie: its page is opened with `sent` in the address.
    """
    return str(session.pop(_SAVED, "")) or ("sent-new" if request.args.get("sent") else "")

"""A phone that sends what waited in it, the way its outbox does."""

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import uuid4

from werkzeug.test import TestResponse

from domain.people import passes
from domain.people.models import Officer
from domain.vault.keys import KeyRing
from domain.vault.letters import public_key
from tests.support.letters import letter
from tests.support.page import Browser, Form

MEDIA_TYPE = "application/vnd.lang-nghe.letter"
PAGES = {"outreach": "/outreach/new", "forum": "/forums/new", "tip": "/tips/new"}


class Phone:
    """What a phone keeps of one form, and how it sends it."""

    def __init__(self, ring: KeyRing, author: Officer, form: str) -> None:
        self.ring, self.author, self.form = ring, author, form
        self.to, self.item_id = PAGES[form], str(uuid4())
        self.pass_ = passes.issue(ring, officer=author, opens_tips=True, now=datetime.now(UTC))
        self.headers: dict[str, str] = {}
        self.told: dict[str, object] = {}
        """Parts of the letter that are other than they should be."""

    def letter(self, fields: Iterable[tuple[str, str]]) -> bytes:
        """Version 1 of a letter, as static/js/outbox/parcel.js writes it."""
        told = {
            "v": 1,
            "pass": self.pass_,
            "form": self.form,
            "form_version": "1",
            "saved_at": "2026-06-05T02:31:07.123Z",
            "fields": [["id", self.item_id], ["form_version", "1"], *fields],
            "photos": [],
        }
        body = json.dumps(told | self.told).encode()
        return letter(public_key(self.ring), f"{self.item_id}/form", body)

    @staticmethod
    def in_header(sealed: bytes) -> str:
        """Bytes as they stand in a header."""
        return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()

    def send(self, browser: Browser, sealed: bytes, status: int = 201) -> dict[str, object]:
        """Send it; what the server says of it, which always names it."""
        answer = self.post(browser, sealed)
        assert answer.status_code == status, answer.get_data(as_text=True)[:400]
        assert "Set-Cookie" not in answer.headers and answer.mimetype == "application/json"
        assert answer.headers["Cache-Control"] == "no-store"
        told = dict(answer.json or {})
        assert told["id"] == self.item_id
        return told

    def post(self, browser: Browser, sealed: bytes) -> TestResponse:
        """The bare request."""
        heads = {"Outbox-Item": self.item_id, "Outbox-Clock": datetime.now(UTC).isoformat()}
        return browser.client.post(
            self.to, data=sealed, content_type=MEDIA_TYPE, headers=heads | self.headers
        )


def fields_of(form: Form, **values: str) -> list[tuple[str, str]]:
    """The fields of a page's form as the outbox keeps them."""
    kept: list[tuple[str, str]] = []
    for name, held in {**form.values, **values}.items():
        if name not in {"csrf_token", "id", "submission_id"}:
            texts = held if isinstance(held, list) else [held]
            kept += [(name, str(text)) for text in texts]
    return kept

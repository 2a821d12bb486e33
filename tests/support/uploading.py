"""A phone that sends photos by themselves, as the outbox does: announced, then bit by bit."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from flask import Flask
from werkzeug.test import TestResponse

from domain.people import passes
from domain.people.models import Officer
from domain.vault.keys import KeyRing
from domain.vault.letters import public_key
from tests.support.letters import letter
from web.form_tokens import form_token, text_of

TUS = {"Tus-Resumable": "1.0.0"}
BODY = {"Content-Type": "application/offset+octet-stream"}


def metadata(**values: str) -> str:
    """Pairs as tus wants them."""
    return ",".join(
        f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in values.items()
    )


def villager_headers(ring: KeyRing, item: UUID) -> dict[str, str]:
    """What the holder of a public form shows."""
    token = form_token(ring, item, datetime.now(UTC))
    return TUS | {"Submission-Id": str(item), "Form-Token": token}


@dataclass
class Sent:
    """One photo of a phone, sealed for its form."""

    item: UUID
    sealed: bytes
    id: UUID = field(default_factory=uuid4)

    @property
    def sha256(self) -> str:
        """Of the bytes as they are sent."""
        return hashlib.sha256(self.sealed).hexdigest()


def sealed(ring: KeyRing, item: UUID, picture: bytes) -> Sent:
    """A photo for a form."""
    photo_id = uuid4()
    return Sent(item, letter(public_key(ring), f"{item}/photo/{photo_id}", picture), photo_id)


class Phone:
    """What one officer's phone, or a villager's, sends for one form."""

    def __init__(
        self, app: Flask, officer: Officer | None, *, form: str = "", item: UUID | None = None
    ) -> None:
        self._app, self._ring = app, app.extensions["ring"]
        self.item, self.form = item or uuid4(), form
        self.zone = "staff" if officer else "public"
        own = self._pass(officer) if officer else villager_headers(self._ring, self.item)
        self.headers = TUS | own

    def _pass(self, officer: Officer) -> dict[str, str]:
        issued = passes.issue(self._ring, officer=officer, opens_tips=True, now=datetime.now(UTC))
        sealed = letter(public_key(self._ring), f"{self.item}/pass", issued.encode())
        return {"Outbox-Item": str(self.item), "Outbox-Pass": text_of(sealed)}

    def seal(self, picture: bytes) -> Sent:
        """A photo for this form."""
        return sealed(self._ring, self.item, picture)

    def announce(self, sent: Sent, **other: str) -> TestResponse:
        """Say what is coming; `other` says it otherwise."""
        told = {"id": str(sent.id), "item": str(self.item), "zone": self.zone}
        told |= {"form": self.form, "sha256": sent.sha256, **other}
        length = told.pop("length", str(len(sent.sealed)))
        headers = self.headers | {"Upload-Length": length, "Upload-Metadata": metadata(**told)}
        return self._app.test_client().post("/uploads", headers=headers)

    def go_on(self, sent: Sent, offset: int, until: int | None = None, **more: str) -> TestResponse:
        """Send the bytes from `offset`."""
        headers = self.headers | BODY | {"Upload-Offset": str(offset)} | more
        return self._app.test_client().patch(
            f"/uploads/{sent.id}", data=sent.sealed[offset:until], headers=headers
        )

    def held(self, sent: Sent) -> TestResponse:
        """Ask how far it is."""
        return self._app.test_client().head(f"/uploads/{sent.id}", headers=self.headers)

    def send(self, sent: Sent) -> TestResponse:
        """All of it, in one go."""
        made = self.announce(sent)
        assert made.status_code == 201, made.get_data(as_text=True)
        return self.go_on(sent, int(made.headers["Upload-Offset"]))

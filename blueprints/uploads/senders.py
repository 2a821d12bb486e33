"""Who sends a photo: an officer by a submit-only pass, or whoever holds a public form."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask import Flask, g, request

from blueprints.uploads import tus
from domain.media.upload_models import Upload, Zone
from domain.media.uploads import get_own
from domain.people.passes import NoPass, author
from domain.vault.letters import open_letter
from domain.vault.sealing import CannotOpen
from web.bodies import vouch
from web.context import now, ring, session, settings
from web.database import writing
from web.form_tokens import bytes_in, form_age
from web.sign_in import present
from web.spoken_for import speak_for


@dataclass(frozen=True, slots=True)
class Sender:
    """Through which door, for which form, and which officer."""

    zone: Zone
    item_id: UUID
    officer_id: UUID | None


def sender() -> Sender:
    """The sender that the guard found."""
    found: Sender = g.sender
    return found


def own(upload_id: UUID) -> Upload:
    """The upload of the address, if this sender began it. Raises `NotFound`."""
    who = sender()
    return get_own(
        session(),
        upload_id=upload_id,
        zone=who.zone,
        item_id=who.item_id,
        owner_id=who.officer_id,
    )


def _find() -> None:
    """Raise `NoPass` unless the request shows a pass or the token of a public form."""
    if request.method == "PATCH":
        writing.set(False)  # A body may take minutes; nobody else waits for it.
    g.sender = _villager() if "Form-Token" in request.headers else _officer()
    if request.headers.get("Tus-Resumable") != tus.VERSION:
        raise tus.OtherVersion


def _villager() -> Sender:
    submission_id = _id_in("Submission-Id")
    age = form_age(ring(), submission_id, request.headers["Form-Token"], now())
    if age is None or age > timedelta(days=settings()["form_token_days"]):
        raise NoPass
    return Sender(Zone.PUBLIC, submission_id, None)


def _officer() -> Sender:
    """The pass is a letter of its own, bound to the form that the photo is of."""
    item_id = _id_in("Outbox-Item")
    try:
        text = open_letter(
            ring(), bytes_in(request.headers.get("Outbox-Pass", "")), f"{item_id}/pass"
        )
    except CannotOpen:
        raise NoPass from None
    found = author(
        session(),
        ring(),
        text=text.decode("ascii", "replace"),
        lasts=timedelta(days=settings()["pass_days"]),
        present=present(),
        now=now(),
    )
    speak_for(found)
    vouch()
    return Sender(Zone.STAFF, item_id, found.id)


def _id_in(header: str) -> UUID:
    try:
        return UUID(request.headers.get(header, ""))
    except ValueError:
        raise NoPass from None


def init_app(app: Flask) -> None:
    """Let the guard of uploads ask here who sends."""
    app.extensions["find_sender"] = _find

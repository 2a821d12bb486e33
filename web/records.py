"""What the forms of outreach and forums share: photos that wait, refusals, two versions."""

import contextlib
import hmac
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from wtforms import Form

from domain.base import new_record_id
from domain.errors import BadInput
from domain.history.rules import Fields, changes
from domain.media import services as media
from domain.media.models import Photo
from domain.media.problems import (
    DiskFull,
    PhotoProblem,
    StorageUnavailable,
    problem_sentence,
)
from domain.media.services import Received
from web import photos
from web.authz import current_officer
from web.context import now, ring, session, today
from web.language import say
from web.uploads import PHOTOS_AT_ONCE

KEEP = "keep-"
THEIRS = "theirs"


def record_id_in(text: str) -> UUID:
    """The id that the form was made with; a new one when there is none or it is not an id."""
    try:
        return UUID(text)
    except ValueError:
        return new_record_id(now())


def beside(form: Form, problems: Iterable[BadInput]) -> bool:
    """Put each problem beside its field; whether there was any."""
    found = list(problems)
    for problem in found:
        field = form[problem.field]
        field.errors = [*field.errors, say(problem.sentence)]
    return bool(found)


def claim_of(record_id: UUID) -> bytes:
    """What photos wait under: this record, and this officer, who alone can take them."""
    return ring().mac("photo-claim", record_id.bytes + current_officer.id.bytes)


def waiting_photos(record_id: UUID) -> list[Photo]:
    """Photos that came with this officer's form before and that no record has yet."""
    return media.waiting(session(), claim_of(record_id))


def receive_photos(record_id: UUID) -> list[Received]:
    """The photos of this request made safe, before anything is written.

    Ends the running transaction: call it first, and load what the view needs afterwards.
    """
    files = photos.sent()
    if not files:
        return []
    return photos.receive(files, limit=PHOTOS_AT_ONCE - len(waiting_photos(record_id)))


def keep_photos(record_id: UUID, received: Sequence[Received]) -> list[Photo]:
    """Every photo that waits for the record, those just received last, none of them twice.

    A store that fails costs the photo, which is named, never the words that came with it.
    """
    ticked = ticked_photos()
    kept = waiting_photos(record_id)
    for photo in [photo for photo in kept if photo.id in ticked]:
        session().delete(photo)
        kept.remove(photo)
    for one in received:
        if one.digest and any(photo.received_sha256 == one.digest for photo in kept):
            continue
        photo = _keep(record_id, one)
        photo.position = len(kept)
        kept.append(photo)
    return kept


def _keep(record_id: UUID, one: Received) -> Photo:
    def put(this: Received) -> Photo:
        claim = claim_of(record_id)
        return media.keep_plain(
            session(), photos.store(), ring(), received=this, claim=claim, on=today()
        )

    try:
        return put(one)
    except DiskFull:
        return put(replace(one, safe=None, original=None, problem=PhotoProblem.NO_ROOM))
    except StorageUnavailable:
        return put(replace(one, safe=None, original=None, problem=PhotoProblem.STORE_DOWN))


def ticked_photos() -> set[UUID]:
    """The photos that this form takes away."""
    found = set()
    for value in request.form.getlist("remove_photos"):
        with contextlib.suppress(ValueError):
            found.add(UUID(value))
    return found


def drop_waiting(record_id: UUID) -> None:
    """Let go of the photos that wait for a record that is not to be."""
    for photo in waiting_photos(record_id):
        session().delete(photo)


def move_waiting(photo: Photo, record_id: UUID) -> None:
    """Let a photo that this officer sent wait for another record."""
    photo.claim = claim_of(record_id)


def may_see_waiting(photo: Photo, record_id: UUID) -> bool:
    """Whether this officer sent a photo that waits for this record."""
    return photo.claim is not None and hmac.compare_digest(photo.claim, claim_of(record_id))


def strip_of(
    shown: Sequence[Photo], *, record_id: UUID, without: Collection[UUID] = ()
) -> list[dict[str, object]]:
    """Photos as the photo strip shows them; one that waits is shown to who sent it."""
    return [
        {
            "id": photo.id,
            "src": _address("media.thumb", photo, record_id),
            "href": _address("media.photo", photo, record_id),
            "alt": gettext("Ảnh %(number)s", number=number),
        }
        for number, photo in enumerate((p for p in shown if p.file_key), start=1)
        if photo.id not in without
    ]


def _address(endpoint: str, photo: Photo, record_id: UUID) -> str:
    waits_for = None if photo.record_id else record_id
    return url_for(endpoint, photo_id=photo.id, record=waits_for)


def digests(received: Sequence[Received]) -> list[str]:
    """What tells one set of sent photos from another, short enough to keep with each record."""
    return [one.digest.hex()[:16] for one in received if one.digest]


def photo_notes(kept: Sequence[Photo]) -> list[tuple[UUID, str]]:
    """A sentence for each photo that could not be kept."""
    return [
        (photo.id, say(problem_sentence(PhotoProblem(photo.problem), photo.file_name)))
        for photo in kept
        if photo.problem
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field of which two versions exist, in words, and which of them stands chosen."""

    name: str
    label: str
    mine: str
    theirs: str
    keep: str


def differences(
    mine: Fields,
    theirs: Fields,
    base: Fields,
    words: Callable[[str, Any], tuple[str, str]],
) -> list[Difference]:
    """What differs, field by field. `base` holds what changed since the person opened the form:
    a field that this person never touched stands on the other's side.

    `words` gives a field's label and the text of a value.
    """
    found = []
    for name, (ours, stored) in changes(mine, theirs).items():
        untouched = name in base and base[name] == ours
        label, said = words(name, ours)
        found.append(
            Difference(
                name=name,
                label=label,
                mine=said,
                theirs=words(name, stored)[1],
                keep=THEIRS if untouched else "mine",
            )
        )
    return found


def merged(
    sent: MultiDict[str, str], theirs: MultiDict[str, str], parts: Callable[[str], Iterable[str]]
) -> MultiDict[str, str]:
    """The form as sent, with the other side's value wherever `keep-<field>` says so.

    `parts` names the boxes a field is made of.
    """
    result = MultiDict(sent)
    for key, choice in sent.items():
        if key.startswith(KEEP) and choice == THEIRS:
            for box in parts(key.removeprefix(KEEP)):
                result.setlist(box, theirs.getlist(box))
    return result


def typed_again(sent: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What a form held, for hidden boxes of the page that asks which version to keep."""
    own = {"csrf_token", "version"}
    return [
        (name, value)
        for name, values in sent.lists()
        if name not in own and not name.startswith(KEEP)
        for value in values
    ]

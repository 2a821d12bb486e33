"""Photos that a form out of a phone's outbox names, and that follow it one by one."""

import contextlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from domain.media import uploads
from domain.media.uploads import Expected
from web.authz import current_officer
from web.context import session, today


def expect(form: str, record_id: UUID, photos: Iterable[Mapping[str, Any]]) -> None:
    """Note the photos of a letter that was just stored, in the running transaction.

    `photos` as the letter has them: `id`, `is_original` and `of`, the picture that an original
    belongs to. What cannot be one is left out: the words count.
    """
    told = [_expected(photo) for photo in photos]
    uploads.expect(
        session(),
        form=form,
        item_id=record_id,
        owner_id=current_officer.id,
        photos=[photo for photo in told if photo is not None],
        today=today(),
    )


def awaited(form: str, record_id: UUID) -> int:
    """How many photos of a record are still on their way from an officer's phone."""
    return uploads.awaited(session(), form=form, item_id=record_id)


def _expected(photo: Mapping[str, Any]) -> Expected | None:
    found = _id_in(photo.get("id"))
    if found is None:
        return None
    return Expected(
        id=found,
        is_original=photo.get("is_original") is True,
        original_of=_id_in(photo.get("of")),
    )


def _id_in(text: object) -> UUID | None:
    with contextlib.suppress(ValueError):
        return UUID(str(text))
    return None

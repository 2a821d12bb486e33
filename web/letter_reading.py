"""What a letter out of a phone's outbox says, as far as its bytes can be read."""

import json
from typing import Any
from uuid import UUID

from domain.vault.letters import open_letter
from domain.vault.sealing import CannotOpen
from web.context import ring
from web.letter_type import Letter

MOST_FIELDS = 2_000
"""A forum with two hundred opinions has a thousand boxes; more is no form of ours."""
MOST_PHOTOS = 100
_IDS = {"id", "submission_id"}


def read(raw: bytes, item_id: str) -> Letter | None:
    """The letter; None for what nobody can open, or no version of the phone writes."""
    try:
        told = json.loads(open_letter(ring(), raw, f"{item_id}/form"))
        found = _letter(told, item_id)
        ids = [value for name, value in found.fields if name in _IDS]
        return found if ids and all(UUID(one) == UUID(item_id) for one in ids) else None
    except (CannotOpen, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _letter(told: dict[str, Any], item_id: str) -> Letter:
    fields, photos = list(told["fields"]), list(told.get("photos") or ())
    if len(fields) > MOST_FIELDS or len(photos) > MOST_PHOTOS:
        raise ValueError
    return Letter(
        item_id=item_id,
        form=str(told["form"]),
        version=str(told["form_version"]),
        pass_=str(told["pass"]),
        saved_at=plain(told.get("saved_at", ""))[:40],
        photos=tuple(dict(photo) for photo in photos),
        fields=tuple((plain(name), plain(value)) for name, value in fields),
    )


def plain(value: object) -> str:
    """Text that a database takes: without NUL, and without halves of characters."""
    return str(value).replace("\0", "").encode("utf-8", "replace").decode()

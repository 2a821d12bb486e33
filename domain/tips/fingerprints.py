"""What makes two sendings the same: a keyed digest of everything told, photos by their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from json import JSONEncoder
from uuid import UUID

from domain.tips.identifiers import Identifier
from domain.tips.models import Source
from domain.tips.sealing import TipBody, by_name
from domain.vault.keys import KeyRing

_canonical = JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True, kw_only=True)
class Told:
    """Everything a tip says, already cleaned. `photo_digests` are keyed digests of the bytes."""

    unit_id: UUID
    place_id: UUID | None
    source: Source
    category: str
    body: TipBody
    identifiers: tuple[Identifier, ...] = ()
    contact: str = ""
    photo_digests: tuple[bytes, ...] = ()

    @cached_property
    def content(self) -> bytes:
        """Canonical bytes: what was understood depends on the hour, so only words count."""
        return _content(self)


def _content(told: Told) -> bytes:
    body = by_name(told.body)
    for derived in ("happened_on", "money_amount", "money_sent_at", "photo_problems"):
        del body[derived]
    if not told.body.earlier:  # As it was before the form had this box.
        del body["earlier"]
    whole = {
        "unit": str(told.unit_id),
        "place": str(told.place_id or ""),
        "category": told.category,
        "body": body,
        "identifiers": [[found.kind, found.value] for found in told.identifiers],
        "contact": told.contact,
        "photos": [digest.hex() for digest in told.photo_digests],
    }
    return _canonical(whole).encode()


def of_submission(ring: KeyRing, submission_id: UUID, *, by_officer: bool = False) -> list[bytes]:
    """What the database keeps instead of the id a page was made with, under every key.

    Apart for tips that officers type: their id stands in addresses, and whoever sent the same
    words with it through the public form would be given the page of the person who reported.
    """
    return ring.macs("entry" if by_officer else "submission", submission_id.bytes)


def of_content(ring: KeyRing, data: bytes) -> list[bytes]:
    """The digest of content under every key of the ring, newest first."""
    return ring.macs("fingerprint", data)


def of_message(ring: KeyRing, nonce: bytes, text: str, digests: Sequence[bytes]) -> bytes:
    """The digest of a message written on one showing of the receipt page."""
    return ring.mac("fingerprint", b"\0".join([nonce, text.encode(), *digests]))

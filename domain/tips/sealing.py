"""The sealed parts of a tip: its own key, its words, its exact time, the contact left."""

import json
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.engines import to_json
from domain.sentence import Sentence
from domain.tips.models import Tip, TipIdentifier
from domain.tips.talk_models import TipContact
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen, RecordKey, Where, seal, unseal, unwrap, wrap

_CONTACT = "contact"


class WordsLost(CannotOpen):
    """The tip's key does not open: what was told is sealed for good. The row itself stays."""

    sentence = Sentence("Không còn đọc được lời trong tin này.")


@dataclass(frozen=True, slots=True, kw_only=True)
class TipBody:
    """What the person told, as typed, beside what was understood of it (dates in ISO form)."""

    story: str = ""
    category_typed: str = ""
    """What stood in the category field when it was none that the form offers."""
    happened_text: str = ""
    happened_on: str = ""
    money_text: str = ""
    money_amount: int | None = None
    """In đồng."""
    money_sent_text: str = ""
    money_sent_at: str = ""
    victim_bank: str = ""
    on_behalf: bool = False
    earlier: str = ""
    """What the person remembers of a report whose code was lost, and which this one continues."""
    photo_problems: tuple[tuple[str, str], ...] = ()
    """File name and `PhotoProblem` of every photo that could not be kept."""


_FIELDS = tuple(field.name for field in fields(TipBody))


def key_where(tip_id: UUID) -> Where:
    """Where a tip's wrapped key belongs."""
    return Where("tips", "wrapped_key", tip_id)


def wrap_key(ring: KeyRing, *, unit_id: UUID, tip_id: UUID, key: RecordKey, key_id: str) -> bytes:
    """The tip's key under the receiving unit's subkey."""
    return wrap(ring, unit_id, key_where(tip_id), key, key_id)


def tip_key(ring: KeyRing, tip: Tip) -> RecordKey:
    """The tip's own key. Raises `WordsLost`."""
    try:
        return unwrap(ring, tip.unit_id, key_where(tip.id), tip.wrapped_key, tip.key_id)
    except CannotOpen:
        raise WordsLost from None


def key_unless_lost(ring: KeyRing, tip: Tip) -> RecordKey | None:
    """The tip's own key where it opens: one that does not must not close the page of many."""
    try:
        return tip_key(ring, tip)
    except WordsLost:
        return None


def is_lost(ring: KeyRing, tip: Tip) -> bool:
    """Whether the words of the tip can no longer be read."""
    return key_unless_lost(ring, tip) is None


def by_name(body: TipBody) -> dict[str, Any]:
    """The fields by name; `asdict` would copy every word as well."""
    return {name: getattr(body, name) for name in _FIELDS}


def seal_body(key: RecordKey, tip_id: UUID, body: TipBody) -> bytes:
    """The words of a tip, sealed."""
    told = {name: value for name, value in by_name(body).items() if value not in ("", None, ())}
    return key.seal(Where("tips", "sealed_body", tip_id), to_json(told).encode())


def read_body(key: RecordKey, tip: Tip) -> TipBody:
    """The reverse of `seal_body`; what a later version may have added is left out."""
    told = json.loads(key.unseal(Where("tips", "sealed_body", tip.id), tip.sealed_body))
    told["photo_problems"] = tuple(tuple(pair) for pair in told.get("photo_problems", ()))
    return TipBody(**{name: value for name, value in told.items() if name in _FIELDS})


def seal_received(key: RecordKey, tip_id: UUID, at: datetime) -> bytes:
    """The exact instant of receiving."""
    return key.seal(Where("tips", "sealed_received", tip_id), at.isoformat().encode(), step=64)


def read_received(key: RecordKey, tip: Tip) -> datetime:
    """The exact instant of receiving."""
    plain = key.unseal(Where("tips", "sealed_received", tip.id), tip.sealed_received)
    return datetime.fromisoformat(plain.decode())


def seal_sentence(ring: KeyRing, tip: Tip, text: str) -> bytes | None:
    """What the person reads of the tip's state; nothing for no words of its own."""
    where = Where("tips", "sealed_sentence", tip.id)
    return tip_key(ring, tip).seal(where, text.encode()) if text else None


def read_sentence(ring: KeyRing, tip: Tip) -> str:
    """The reverse of `seal_sentence`; empty where the list's sentence stands."""
    if tip.sealed_sentence is None:
        return ""
    where = Where("tips", "sealed_sentence", tip.id)
    return tip_key(ring, tip).unseal(where, tip.sealed_sentence).decode()


def seal_identifier(key: RecordKey, row_id: UUID, value: str) -> bytes:
    """An identifier as typed."""
    return key.seal(Where("tip_identifiers", "sealed_value", row_id), value.encode(), step=64)


def read_identifier(key: RecordKey, row: TipIdentifier) -> str:
    """An identifier as typed."""
    where = Where("tip_identifiers", "sealed_value", row.id)
    return key.unseal(where, row.sealed_value).decode()


def seal_contact(ring: KeyRing, tip_id: UUID, contact: str) -> bytes:
    """How to reach the person, under a subkey of its own."""
    return seal(ring, _CONTACT, Where("tip_contacts", "sealed", tip_id), contact.encode())


def read_contact(ring: KeyRing, row: TipContact) -> str:
    """How to reach the person; the caller has written the audit entry with the reason."""
    return unseal(ring, _CONTACT, Where("tip_contacts", "sealed", row.tip_id), row.sealed).decode()

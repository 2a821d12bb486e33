"""Sealing of fields: AES-256-GCM with associated data that binds table, column, row and key.

Scope: this protects a stolen database or backup, not a server that was taken over.
"""

import secrets
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.errors import Refusal
from domain.sentence import Sentence
from domain.vault.keys import KeyRing

_VERSION = b"\x01"
_NONCE = 12
TEXT_STEP = 512
"""Bytes to which sealed text is padded, so that its length tells little."""
PHOTO_STEP = 65_536
"""Bytes to which sealed photos are padded."""


class CannotOpen(Refusal):
    """A sealed value does not open: other key, other row, or damaged."""

    sentence = Sentence("Không mở được dữ liệu đã niêm phong.")


@dataclass(frozen=True, slots=True)
class Where:
    """The place a sealed value belongs to; it opens nowhere else."""

    table: str
    column: str
    row: UUID | str

    def bound_to(self, key_id: str) -> bytes:
        """The associated data."""
        return f"1|{self.table}|{self.column}|{self.row}|{key_id}".encode()


def pad(data: bytes, step: int) -> bytes:
    """Length (4 bytes), data, zeros up to a multiple of `step` bytes."""
    framed = len(data).to_bytes(4, "big") + data
    return framed + bytes(-len(framed) % step)


def unpad(framed: bytes) -> bytes:
    """The reverse of `pad`."""
    return framed[4 : 4 + int.from_bytes(framed[:4], "big")]


def _encrypt(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    if sealed[:1] != _VERSION:
        raise CannotOpen
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :], bound)
    except (InvalidTag, ValueError):  # The latter where it was cut short.
        raise CannotOpen from None


def seal(ring: KeyRing, label: str, where: Where, data: bytes, step: int = TEXT_STEP) -> bytes:
    """Seal under the newest key's subkey `label`; the key's id travels in front."""
    key_id = ring.newest
    body = _encrypt(ring.subkey(label, key_id), pad(data, step), where.bound_to(key_id))
    return len(key_id).to_bytes(1, "big") + key_id.encode() + body


def key_id_of(sealed: bytes) -> str:
    """The id of the key that a value made by `seal` was sealed under."""
    return sealed[1 : 1 + sealed[0]].decode("ascii", "replace")


def unseal(ring: KeyRing, label: str, where: Where, sealed: bytes) -> bytes:
    """Open what `seal` made. Raises `CannotOpen`."""
    size, key_id = sealed[0], key_id_of(sealed)
    try:
        key = ring.subkey(label, key_id)
    except KeyError:
        raise CannotOpen from None
    return unpad(_decrypt(key, sealed[1 + size :], where.bound_to(key_id)))


@dataclass(frozen=True, slots=True)
class RecordKey:
    """The own data key of one record; destroying its wrapped form erases the record."""

    secret: bytes

    def seal(self, where: Where, data: bytes, step: int = TEXT_STEP) -> bytes:
        """Seal a field of the record."""
        return _encrypt(self.secret, pad(data, step), where.bound_to("record"))

    def unseal(self, where: Where, sealed: bytes) -> bytes:
        """Open a field of the record. Raises `CannotOpen`."""
        return unpad(_decrypt(self.secret, sealed, where.bound_to("record")))


def new_record_key() -> RecordKey:
    """A fresh random data key."""
    return RecordKey(secrets.token_bytes(32))


def wrap(ring: KeyRing, unit: UUID, where: Where, key: RecordKey, key_id: str) -> bytes:
    """Wrap a record's key under the unit's subkey of `key_id`; a transfer re-wraps only this."""
    bound = where.bound_to(f"{key_id}|{unit}")
    return _encrypt(ring.subkey(f"field/{unit}", key_id), key.secret, bound)


def unwrap(ring: KeyRing, unit: UUID, where: Where, wrapped: bytes, key_id: str) -> RecordKey:
    """Open a wrapped key. Raises `CannotOpen`, also when the row was moved to another unit."""
    bound = where.bound_to(f"{key_id}|{unit}")
    try:
        subkey = ring.subkey(f"field/{unit}", key_id)
    except KeyError:
        raise CannotOpen from None
    return RecordKey(_decrypt(subkey, wrapped, bound))

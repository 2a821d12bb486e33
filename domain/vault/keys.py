"""The key ring: random keys kept outside database and backup, and the subkeys derived from them."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Refusal


class BadKeys(Refusal):
    """The keys given are not what they should be."""

    sentence = "DATA_KEYS phải là danh sách id:khóa (32 byte, base64), cách nhau bằng dấu phẩy."


@dataclass(frozen=True, slots=True)
class DataKey:
    """One 32-byte key of the ring with its public id."""

    key_id: str
    secret: bytes = field(repr=False)


def new_data_key() -> DataKey:
    """A fresh random key with a random eight-character id."""
    return DataKey(key_id=secrets.token_hex(4), secret=secrets.token_bytes(32))


def parse_ring(text: str) -> tuple[DataKey, ...]:
    """Read "id:base64,id:base64" (newest first). Raises `BadKeys`."""
    keys = []
    for part in text.split(","):
        key_id, _, encoded = part.strip().partition(":")
        try:
            secret = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            raise BadKeys from None
        if not key_id or len(key_id) > 16 or len(secret) != 32:
            raise BadKeys
        keys.append(DataKey(key_id=key_id, secret=secret))
    return tuple(keys)


def format_ring(ring: tuple[DataKey, ...]) -> str:
    """The reverse of `parse_ring`."""
    return ",".join(f"{key.key_id}:{base64.b64encode(key.secret).decode()}" for key in ring)


class KeyRing:
    """All data keys of a deployment, newest first, with subkeys derived by HKDF-SHA256."""

    def __init__(self, ring: tuple[DataKey, ...]) -> None:
        if not ring:
            raise BadKeys
        self._secrets = {key.key_id: key.secret for key in ring}
        self.newest = ring[0].key_id
        self._subkeys: dict[tuple[str, str], bytes] = {}

    def key_ids(self) -> Iterator[str]:
        """Ids, newest first."""
        return iter(self._secrets)

    def older(self) -> list[str]:
        """Ids of all but the newest: what lies under them waits to be brought under the newest."""
        return [key_id for key_id in self._secrets if key_id != self.newest]

    def subkey(self, label: str, key_id: str | None = None) -> bytes:
        """32 bytes for one purpose, from the newest key or the one named. KeyError when unknown."""
        wanted = (key_id or self.newest, label)
        if wanted not in self._subkeys:
            kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"lang-nghe/{label}".encode())
            self._subkeys[wanted] = kdf.derive(self._secrets[wanted[0]])
        return self._subkeys[wanted]

    def mac(self, label: str, message: bytes, key_id: str | None = None) -> bytes:
        """HMAC-SHA256 under the label's subkey, 32 bytes."""
        return hmac.digest(self.subkey(label, key_id), message, hashlib.sha256)

    def macs(self, label: str, message: bytes) -> list[bytes]:
        """The MAC under every key of the ring, newest first, for lookups after a rotation."""
        return [self.mac(label, message, key_id) for key_id in self._secrets]

"""Letters: bytes that a phone sealed to this server's public key and cannot open again itself.

Elliptic-curve Diffie-Hellman on P-256 (which every browser's WebCrypto has), HKDF-SHA256 and
AES-256-GCM. What a letter is bound to stands in its associated data: sent under another name, or
as another part of the same form, it does not open.
"""

import functools
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen

_MARK = b"LN1"
_KEY_ID, _POINT, _NONCE, _TAG = 8, 65, 12, 16
_HEAD = len(_MARK) + _KEY_ID + _POINT + _NONCE
_INFO = b"lang-nghe letter 1"
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Order of the base point of P-256 (SEC 2, section 2.4.2)."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a phone needs to write a letter: the key as an uncompressed point, and its id."""

    key_id: bytes
    point: bytes


def public_key(ring: KeyRing) -> PublicKey:
    """The key of the newest data key: what new letters are sealed to."""
    return _public(_private(ring.subkey("letters"), ring.subkey("letters-more")))


def open_letter(ring: KeyRing, letter: bytes, bound: str) -> bytes:
    """What a letter says. Raises `CannotOpen`: none of ours, damaged, or bound to something else.

    Letters to older keys of the ring open as long as the ring has them.
    """
    if len(letter) < _HEAD + _TAG or not letter.startswith(_MARK):
        raise CannotOpen
    key_id = letter[len(_MARK) : len(_MARK) + _KEY_ID]
    point = letter[len(_MARK) + _KEY_ID : _HEAD - _NONCE]
    private = _addressed(ring, key_id)
    try:
        shared = private.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
        )
        key = _derive(shared, point + _point_of(private))
        return AESGCM(key).decrypt(letter[_HEAD - _NONCE : _HEAD], letter[_HEAD:], bound.encode())
    except (InvalidTag, ValueError):
        raise CannotOpen from None


def _addressed(ring: KeyRing, key_id: bytes) -> ec.EllipticCurvePrivateKey:
    for own in ring.key_ids():
        private = _private(ring.subkey("letters", own), ring.subkey("letters-more", own))
        if _public(private).key_id == key_id:
            return private
    raise CannotOpen


@functools.lru_cache(maxsize=16)
def _private(secret: bytes, more: bytes) -> ec.EllipticCurvePrivateKey:
    """64 bytes taken modulo the order: no scalar is noticeably likelier than another."""
    scalar = int.from_bytes(secret + more, "big") % (_ORDER - 1) + 1
    return ec.derive_private_key(scalar, _CURVE)


@functools.lru_cache(maxsize=16)
def _public(private: ec.EllipticCurvePrivateKey) -> PublicKey:
    point = _point_of(private)
    return PublicKey(key_id=hashlib.sha256(point).digest()[:_KEY_ID], point=point)


def _point_of(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(shared: bytes, points: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=points, info=_INFO).derive(shared)

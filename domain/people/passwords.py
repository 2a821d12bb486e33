"""Passwords and PINs: Argon2id over the normalised text."""

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's minimum profile for Argon2id: 19 MiB, two passes, one lane."""

_NOBODY = (
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""A well-formed hash of the same cost that no password has: what an unknown account is held to."""


def normal(text: str) -> str:
    """A password typed with another keyboard's accents is the same password."""
    return unicodedata.normalize("NFKC", text)


def hash_password(text: str) -> str:
    """The hash to keep."""
    return _HASHER.hash(normal(text))


def is_right(kept: str, text: str) -> bool:
    """Whether the text is the password; an account without one costs the same time."""
    try:
        _HASHER.verify(kept or _NOBODY, normal(text))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return bool(kept)

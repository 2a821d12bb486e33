"""A new password that was good while the PIN beside it was not: held, hashed and sealed.

No page ever repeats a password, so without this its owner would have to make both up again.
"""

import base64
import binascii

from domain.people.models import OneTimeCode
from domain.people.passwords import hash_password
from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen, Where, seal, unseal

_LABEL = "held-password"
_STEP = 128


def _where(code: OneTimeCode) -> Where:
    return Where("one_time_codes", "password_hash", code.id)


def hold(ring: KeyRing, *, code: OneTimeCode, password: str) -> str:
    """The password's hash as a browser may carry it; it opens with this code only."""
    sealed = seal(ring, _LABEL, _where(code), hash_password(password).encode(), step=_STEP)
    return base64.urlsafe_b64encode(sealed).decode()


def hash_in(ring: KeyRing, *, code: OneTimeCode, held: str) -> str:
    """The reverse of `hold`; empty for nothing, and for what was held with another code."""
    try:
        return unseal(ring, _LABEL, _where(code), base64.urlsafe_b64decode(held)).decode()
    except (binascii.Error, IndexError, CannotOpen):
        return ""

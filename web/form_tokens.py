"""The token of a public form: says when the form was made, for no cookie may remember it."""

import base64
import binascii
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from domain.vault.keys import KeyRing

_MAC = 12
TOKEN_LENGTH = 22
"""Characters of a form token: 16 bytes in base64 without padding."""


def form_token(ring: KeyRing, submission_id: UUID, now: datetime) -> str:
    """Says when the form with this id was made; good for any number of sendings."""
    made = int(now.timestamp()).to_bytes(4, "big")
    return text_of(made + _form_mac(ring.mac("form-token", submission_id.bytes + made)))


def form_age(ring: KeyRing, submission_id: UUID, token: str, now: datetime) -> timedelta | None:
    """How long ago the form was made; None when the token is missing, forged or another form's."""
    data = bytes_in(token)
    if len(data) != 4 + _MAC:
        return None
    made, mac = data[:4], data[4:]
    wanted = ring.macs("form-token", submission_id.bytes + made)
    if not any(hmac.compare_digest(mac, _form_mac(one)) for one in wanted):
        return None
    return timedelta(seconds=now.timestamp() - int.from_bytes(made, "big"))


def _form_mac(whole: bytes) -> bytes:
    return whole[:_MAC]


def text_of(data: bytes) -> str:
    """Bytes as they stand in an address, a header or a hidden field: base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_in(text: str) -> bytes:
    """The reverse; nothing for what is none."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""

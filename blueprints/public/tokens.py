"""Tokens of public pages: all that a page must remember, as no cookie may."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen, Where, seal, unseal

_MAC = 12
_LABEL = "page-token"
TOKEN_LENGTH = 22
"""Characters of a form token: 16 bytes in base64 without padding."""


def form_token(ring: KeyRing, submission_id: UUID, now: datetime) -> str:
    """Says when the form with this id was made; good for any number of sendings."""
    made = int(now.timestamp()).to_bytes(4, "big")
    return _text(made + _form_mac(ring.mac("form-token", submission_id.bytes + made)))


def form_age(ring: KeyRing, submission_id: UUID, token: str, now: datetime) -> timedelta | None:
    """How long ago the form was made; None when the token is missing, forged or another form's."""
    data = _bytes(token)
    if len(data) != 4 + _MAC:
        return None
    made, mac = data[:4], data[4:]
    wanted = ring.macs("form-token", submission_id.bytes + made)
    if not any(hmac.compare_digest(mac, _form_mac(one)) for one in wanted):
        return None
    return timedelta(seconds=now.timestamp() - int.from_bytes(made, "big"))


def _form_mac(whole: bytes) -> bytes:
    return whole[:_MAC]


class PageKind(StrEnum):
    """What a sealed token opens, and for how long."""

    RECEIPT = "R"
    FOLLOW = "F"
    TICKET = "T"
    CLAIM = "C"


LIFETIME = {
    PageKind.RECEIPT: timedelta(minutes=10),
    PageKind.FOLLOW: timedelta(minutes=10),
    PageKind.TICKET: timedelta(hours=24),
    PageKind.CLAIM: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True)
class PageToken:
    """Which tip and which code a page is about, and whether its time is over."""

    tip_id: UUID
    code: str
    """On a claim's page the one that it shows; empty for a report without one."""
    is_over: bool = False


def sealed(ring: KeyRing, kind: PageKind, token: PageToken, now: datetime) -> str:
    """The token as it stands in an address or a hidden field: nobody can read or change it."""
    until = int((now + LIFETIME[kind]).timestamp())
    plain = token.tip_id.bytes + int(token.code or 0).to_bytes(7, "big") + until.to_bytes(5, "big")
    return _text(seal(ring, _LABEL, _where(kind), plain, step=32))


def opened(ring: KeyRing, kind: PageKind, text: str, now: datetime) -> PageToken | None:
    """The reverse; None for what we never sealed as this kind."""
    data = _bytes(text)
    if len(data) < 32:
        return None
    try:
        plain = unseal(ring, _LABEL, _where(kind), data)
    except CannotOpen:
        return None
    number = int.from_bytes(plain[16:23], "big")
    return PageToken(
        tip_id=UUID(bytes=plain[:16]),
        code=f"{number:016d}" if number else "",
        is_over=int.from_bytes(plain[23:28], "big") < now.timestamp(),
    )


def _where(kind: PageKind) -> Where:
    return Where("public", kind.name.lower(), "token")


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""

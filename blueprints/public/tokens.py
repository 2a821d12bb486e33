"""Tokens of public pages: all that a page must remember, as no cookie may."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.vault.keys import KeyRing
from domain.vault.sealing import CannotOpen, Where, seal, unseal
from web.form_tokens import bytes_in, text_of

_LABEL = "page-token"


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
    return text_of(seal(ring, _LABEL, _where(kind), plain, step=32))


def opened(ring: KeyRing, kind: PageKind, text: str, now: datetime) -> PageToken | None:
    """The reverse; None for what we never sealed as this kind."""
    data = bytes_in(text)
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

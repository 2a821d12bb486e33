"""Suspects' phones, accounts, links: kept as typed, compared by a keyed tag of the normal form."""

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.text import clean, fold
from domain.vault.keys import KeyRing

MOST = 20
"""Identifiers of one kind; what comes after stays in one piece with the last."""
_DIGITS_ONLY = re.compile(r"\D")
_GLUE = re.compile(r"[\s.\-_]")


class IdentifierKind(StrEnum):
    """Kinds that have a field of their own; codes of the list `tip_identifiers`."""

    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    BANK = "bank"
    ACCOUNT_HOLDER = "account_holder"
    URL = "url"
    SOCIAL_ACCOUNT = "social_account"
    TRANSACTION_ID = "transaction_id"


class Oddity(StrEnum):
    """Why a value may have been typed wrong. It is kept as typed all the same."""

    PHONE = "phone"
    LETTER_O = "letter_o"
    ACCOUNT = "account"
    URL = "url"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One value as the person typed it."""

    kind: str
    value: str


def split(kind: IdentifierKind, text: str) -> list[Identifier]:
    """The values of one field, separated by commas, semicolons or lines; repeats fall away."""
    parts = [part.strip() for part in re.split(r"[,;\n]", clean(text), maxsplit=MOST - 1)]
    return [Identifier(kind.value, part) for part in dict.fromkeys(parts) if part]


def normalise(kind: str, value: str) -> str:
    """The form in which two ways of writing the same thing are equal."""
    match kind:
        case IdentifierKind.PHONE:
            return _phone(value)
        case IdentifierKind.BANK_ACCOUNT | IdentifierKind.TRANSACTION_ID:
            glued = _GLUE.sub("", value).upper()
            return glued.replace("O", "0") if _is_nearly_digits(glued) else glued
        case IdentifierKind.URL:
            return _url(value)
        case IdentifierKind.SOCIAL_ACCOUNT:
            return _url(value) if "/" in value else fold(value).lstrip("@").strip()
        case _:
            return fold(value)


def _phone(value: str) -> str:
    digits = _DIGITS_ONLY.sub("", value)
    if digits.startswith("0084"):
        digits = digits[2:]
    if digits.startswith("84") and len(digits) >= 11:
        return f"0{digits[2:].lstrip('0')}"
    return digits or fold(value)


def _url(value: str) -> str:
    bare = re.sub(r"^[a-z][a-z0-9+.-]*://", "", value.strip(), flags=re.IGNORECASE)
    host, slash, path = bare.partition("/")
    return (host.lower().removeprefix("www.") + slash + path).rstrip("/")


def _is_nearly_digits(glued: str) -> bool:
    return bool(re.fullmatch(r"[0-9O]+", glued)) and any(c.isdigit() for c in glued)


def tag(ring: KeyRing, kind: str, value: str) -> bytes:
    """Eight bytes that are equal for equal values; only whoever holds the keys can make one."""
    return ring.mac("blind-index", f"{kind}|{normalise(kind, value)}".encode())[:8]


def oddity(kind: IdentifierKind, text: str) -> Oddity | None:
    """Why a field deserves a second look, if it does."""
    for found in split(kind, text):
        if odd := _odd(kind, found.value):
            return odd
    return None


def _odd(kind: IdentifierKind, value: str) -> Oddity | None:
    if kind is IdentifierKind.PHONE:
        digits = _phone(value)
        return None if digits.isdigit() and 8 <= len(digits) <= 15 else Oddity.PHONE
    if kind is IdentifierKind.URL:
        return None if "." in value or "/" in value else Oddity.URL
    if kind is not IdentifierKind.BANK_ACCOUNT:
        return None
    glued = _GLUE.sub("", value).upper()
    if "O" in glued and _is_nearly_digits(glued):
        return Oddity.LETTER_O
    return None if 5 <= len(glued) <= 20 else Oddity.ACCOUNT

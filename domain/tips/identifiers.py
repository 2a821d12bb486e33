"""Suspects' phones, accounts, links: kept as typed, compared by a keyed tag of the normal form."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from domain.text import clean, fold
from domain.tips import bank_names, phones, web_names
from domain.tips.legible import legible
from domain.vault.keys import KeyRing

MOST = 20
"""Identifiers of one kind; what comes after stays in one piece with the last."""
NORMAL_FORM = 5
"""Counted on with every change of what `identity` or `may_link` answers, so that the daily
maintenance makes the tags anew."""
_GLUE = re.compile(r"[\s.\-_]")
_DIGITS = re.compile(r"\d")
_ROUND_ACCOUNTS = re.compile(
    r"\b(?:s?tk|so tk|so|tai khoan|ngan hang|nh|bank|tmcp|la|tai|mo)\b|[:()]"
)
_DIGIT_GLUE = re.compile(r"[\s.\-_/,]")
_LEAST_DIGITS = 6
_ONES_OWN = re.compile(r"(?=.*\d)[0-9A-Z]{6,}")
_MASKED = re.compile(r"X{3}")
"""Digits that a bank or somebody careful left out."""
_OF_GOOGLE = frozenset({"gmail.com", "googlemail.com"})
_UP = "01234567890"
_DOWN = _UP[::-1]
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
"""No part may be read in two ways: a value made to take long would take minutes otherwise."""


class IdentifierKind(StrEnum):
    """What a trace is; codes of the list `tip_identifiers`."""

    PHONE = "phone"
    BANK_ACCOUNT = "bank_account"
    BANK = "bank"
    ACCOUNT_HOLDER = "account_holder"
    URL = "url"
    SOCIAL_ACCOUNT = "social_account"
    TRANSACTION_ID = "transaction_id"
    E_WALLET = "e_wallet"
    EMAIL = "email"
    CRYPTO_WALLET = "crypto_wallet"
    TRACKING_CODE = "tracking_code"


_CALLED = frozenset({IdentifierKind.PHONE, IdentifierKind.E_WALLET, IdentifierKind.SOCIAL_ACCOUNT})


class Oddity(StrEnum):
    """Why a value may have been typed wrong. It is kept as typed all the same."""

    PHONE = "phone"
    LETTER_O = "letter_o"
    ACCOUNT = "account"
    URL = "url"
    EMAIL = "email"
    CRYPTO = "crypto"


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
    # Digits of full width come from keyboards of the far east, and mean what the narrow ones do.
    value = legible(unicodedata.normalize("NFKC", value)).text
    match kind:
        case IdentifierKind.PHONE:
            return phones.normal(value) or fold(value)
        case IdentifierKind.BANK_ACCOUNT | IdentifierKind.TRANSACTION_ID:
            return _account(value)
        case IdentifierKind.TRACKING_CODE:
            return _GLUE.sub("", value).upper()
        case IdentifierKind.E_WALLET:
            # A wallet goes by a phone number, and its name is often left out.
            told = phones.normal(value)
            return told if phones.is_domestic(told) else _number(value)
        case IdentifierKind.URL:
            return web_names.normal_link(value)
        case IdentifierKind.SOCIAL_ACCOUNT:
            return web_names.normal_account(value)
        case IdentifierKind.CRYPTO_WALLET:
            bare = value.strip()
            # Only these two alphabets mean the same in either case.
            return bare.lower() if bare.lower().startswith(("0x", "bc1")) else bare
        case _:
            return _words(kind, value)


def _account(value: str) -> str:
    """The number, where a bank's name or the word for an account was typed into the box as well."""
    bare = _ROUND_ACCOUNTS.sub(" ", bank_names.NAMED.sub(" ", fold(value)))
    digits = _DIGIT_GLUE.sub("", bare)
    return digits if digits.isdigit() and len(digits) >= _LEAST_DIGITS else _number(value)


def _words(kind: str, value: str) -> str:
    if kind == IdentifierKind.EMAIL:
        return re.sub(r"\s", "", fold(value)).removeprefix("mailto:")
    return bank_names.code_of(value) if kind == IdentifierKind.BANK else fold(value).strip()


def _mailbox(normal: str) -> str:
    """Google reads no dots before the at sign, and nothing behind a plus."""
    name, at, host = normal.partition("@")
    if host in _OF_GOOGLE:
        name = name.partition("+")[0].replace(".", "")
    return f"{name}{at}{host}"


def identity(kind: str, value: str) -> str:
    """What two rows have in common when they name the same: a Facebook page typed as a link is
    the account that somebody else typed as one."""
    normal = normalise(kind, value)
    if kind == IdentifierKind.URL and web_names.is_on_network(normal):
        kind = IdentifierKind.SOCIAL_ACCOUNT.value
    elif kind == IdentifierKind.EMAIL:
        normal = _mailbox(normal)
    return f"{kind}|{normal}"


def may_link(kind: str, value: str, shared: Collection[str] = frozenset()) -> bool:
    """Whether an equal value makes two tips belong together. A bank, a whole platform or 113 are
    named by everybody; names of people link nothing, since links are between tips alone. Nor does
    a hotline: who was cheated in a bank's name tells that he called the bank, whose ever it is.

    `shared`: normal forms of the numbers that our own lists hold, which everybody calls.
    """
    normal = normalise(kind, value)
    if normal.rpartition("/")[2] in shared or _is_filler(normal) or is_hotline(kind, value):
        return False
    match kind:
        case IdentifierKind.PHONE:
            return not phones.is_too_short_to_link(value)
        case IdentifierKind.BANK_ACCOUNT | IdentifierKind.TRANSACTION_ID | IdentifierKind.E_WALLET:
            return bool(_ONES_OWN.fullmatch(normal)) and not _MASKED.search(normal)
        case IdentifierKind.TRACKING_CODE | IdentifierKind.CRYPTO_WALLET:
            return len(normal) >= 8 and bool(_DIGITS.search(normal)) and " " not in normal
        case IdentifierKind.EMAIL:
            return web_names.is_mailbox_of_one(normal)
        case IdentifierKind.URL | IdentifierKind.SOCIAL_ACCOUNT:
            return web_names.is_one_of_its_kind(normal)
        case _:
            return False


def is_hotline(kind: str, value: str) -> bool:
    """Whether it is a 1800 or 1900 number that was called, or written to; as an account the same
    digits are somebody's."""
    if kind not in _CALLED:
        return False
    return phones.is_hotline(normalise(kind, value).rpartition("/")[2])


def _is_filler(normal: str) -> bool:
    """Whether digits only fill a box that somebody had nothing for: all equal, or counted off.

    Banks sell longer numbers that count on, and those are somebody's.
    """
    if not normal.isdigit():
        return False
    return len(set(normal)) == 1 or (len(normal) < 9 and (normal in _UP or normal in _DOWN))


def tag(ring: KeyRing, kind: str, value: str, shared: Collection[str] = frozenset()) -> bytes:
    """Eight bytes that are equal for equal values; only whoever holds the keys can make one.

    The first byte is zero exactly when the value links nothing (`links` reads it off); `shared`
    as in `may_link`.
    """
    mac = ring.mac("blind-index", identity(kind, value).encode())
    first = (mac[0] or 1) if may_link(kind, value, shared) else 0
    return bytes([first]) + mac[1:8]


def links(tag_: bytes) -> bool:
    """Whether an equal tag makes two tips belong together."""
    return tag_[0] != 0


def tag_form(ring: KeyRing) -> str:
    """What a tag was made by: the rules and the key. Rows with another one are tagged anew."""
    return f"{NORMAL_FORM}:{ring.newest}"


def oddity(kind: IdentifierKind, text: str) -> Oddity | None:
    """Why a field deserves a second look, if it does."""
    for found in split(kind, text):
        if odd := _odd(kind, found.value):
            return odd
    return None


def _odd(kind: IdentifierKind, value: str) -> Oddity | None:
    match kind:
        case IdentifierKind.PHONE:
            return Oddity.PHONE if phones.is_odd(value) else None
        case IdentifierKind.URL:
            return None if "." in value or "/" in value else Oddity.URL
        case IdentifierKind.EMAIL:
            return None if _MAIL.fullmatch(value) else Oddity.EMAIL
        case IdentifierKind.CRYPTO_WALLET:
            return None if re.fullmatch(r"\w{26,90}", value.strip()) else Oddity.CRYPTO
        case IdentifierKind.BANK_ACCOUNT:
            return _odd_account(_GLUE.sub("", value).upper())
        case _:
            return None


def _odd_account(glued: str) -> Oddity | None:
    if "O" in glued and _is_nearly_digits(glued):
        return Oddity.LETTER_O
    return None if 5 <= len(glued) <= 20 else Oddity.ACCOUNT


def _number(value: str) -> str:
    glued = _GLUE.sub("", value).upper()
    return glued.replace("O", "0") if _is_nearly_digits(glued) else glued


def _is_nearly_digits(glued: str) -> bool:
    return bool(re.fullmatch(r"[0-9O]+", glued)) and any(c.isdigit() for c in glued)

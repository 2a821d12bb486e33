"""What a QR code in a picture says, and what of it may be looked at.

A password, the seed of an app for codes, a code that signs somebody in, an identity card or the
reporter's own receipt code are read by nobody: their words are dropped here and
nothing but their kind is told.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import unquote

from domain.tips import bank_names, codes, emv
from domain.tips.identifiers import IdentifierKind
from domain.tips.recognising import Found, recognise

LONGEST_SHOWN = 300


class Payload(StrEnum):
    """What kind of code it is."""

    PAYMENT = "payment"
    DAMAGED_PAYMENT = "damaged_payment"
    LINK = "link"
    TEXT = "text"
    WIFI = "wifi"
    LOGIN = "login"
    """A password, or what makes one."""
    SIGN_IN = "sign_in"
    """Whoever scans it lets another phone or computer into his account."""
    IDENTITY_CARD = "identity_card"
    RECEIPT = "receipt"
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a code names, which an officer may take as an identifier."""

    kind: IdentifierKind
    value: str
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Scanned:
    """One code. `text` is what may be shown of it: empty for what nobody is to read."""

    payload: Payload
    text: str = ""
    named: tuple[Named, ...] = ()
    amount: str = ""
    purpose: str = ""


_WIFI = re.compile(r"\s*wifi:", re.IGNORECASE)
_SECRET = re.compile(
    r"(?:otpauth(?:-migration)?:|LPA:1\$|.*\b(?:password|passwd|mat ?khau|mật khẩu|otp)\b\s*[:=])",
    re.IGNORECASE | re.DOTALL,
)
_SIGN_IN = re.compile(
    r"2@|fido:/|zl://(?:login|qr)|(?:tg|whatsapp|line)://(?:login|link|au/)"
    r"|sgnl://linkdevice|tsdevice:|viber://activate|phonefactor://"
    r"|(?:https?://)?(?:id\.zalo\.me/(?:qr|login|account)|wa\.me/settings/linked_devices"
    r"|(?:www\.)?discord(?:app)?\.com/ra/|login\.weixin\.qq\.com/|line\.me/R/au/|s\.team/q/"
    r"|(?:[a-z]{1,3}\.)?(?:tiktok|facebook)\.com/(?:login|device)\b)",
    re.IGNORECASE,
)
"""How WhatsApp, passkeys, Zalo, Telegram, Signal, Viber, Microsoft, Discord, WeChat, LINE, Steam,
TikTok and Facebook write them."""
_IDENTITY = re.compile(r"\s*\d{12}\|(?:\d{9})?\|[^|]+\|\d{8}\|")
_DIGITS = re.compile(r"\d(?:[ .\-]?\d){15,}")
_SCHEMES = (
    (re.compile(r"(?:tel|sms|smsto|callto):/*([+\d ().\-]+)", re.IGNORECASE), IdentifierKind.PHONE),
    (
        re.compile(r"(?:viber|whatsapp)://\w+/?\?(?:number|phone)=(\+?\d+)", re.IGNORECASE),
        IdentifierKind.PHONE,
    ),
    (re.compile(r"tg://resolve\?domain=(\w+)", re.IGNORECASE), IdentifierKind.SOCIAL_ACCOUNT),
    (re.compile(r"(?:mailto|matmsg:to):([^?;\s]+)", re.IGNORECASE), IdentifierKind.EMAIL),
    (
        re.compile(r"ethereum:\w+(?:@\d+)?/transfer\?(?:[^\s&]*&)*address=(\w+)", re.IGNORECASE),
        IdentifierKind.CRYPTO_WALLET,
    ),
    (
        re.compile(r"(?:bitcoin|ethereum|tron|usdt):(?:pay-)?(\w+)", re.IGNORECASE),
        IdentifierKind.CRYPTO_WALLET,
    ),
    (re.compile(r"2\|99\|(\d{9,11})\|", re.IGNORECASE), IdentifierKind.E_WALLET),
)
"""Phones, accounts on a network, mail, coins (of a token sent on, who receives it); the last is
MoMo's of a person."""
_PICTURE_OF_ACCOUNT = re.compile(
    r"https?://(?:img\.)?vietqr\.(?:io|co)/(?:image/|img/)?(?P<bank>\w+)-(?P<it>\w{6,19})(?=[-./?]|$)"
    r"|https?://(?:qr\.)?sepay\.vn/img\?acc=(?P<acc>\w{6,19})&bank=(?P<at>\w+)",
    re.IGNORECASE,
)
"""Addresses that draw somebody's payment code."""


def read(text: str, banks: dict[str, str]) -> Scanned:
    """What one code says. `banks`: code of a bank by the number that NAPAS gave it."""
    text = emv.bare(text)
    if withheld := _withheld(text):
        return Scanned(withheld)
    if emv.looks_like_payment(text):
        return _payment(text, banks)
    plain = unquote(text)
    for shape, kind in _SCHEMES:
        if match := shape.match(plain):
            return Scanned(Payload.TEXT, _shown(text), (_by_scheme(kind, match[1].strip()),))
    if match := _PICTURE_OF_ACCOUNT.match(text):
        told = match["bank"] or match["at"]
        bank = banks.get(told, "") or bank_names.code_of(told).upper()
        account = Named(IdentifierKind.BANK_ACCOUNT, match["it"] or match["acc"], bank)
        return Scanned(Payload.LINK, _shown(text), (account,))
    named = tuple(_named(found) for found in recognise(text[:LONGEST_SHOWN]))
    is_link = any(one.kind is IdentifierKind.URL for one in named)
    return Scanned(Payload.LINK if is_link else Payload.TEXT, _shown(text), named)


def _by_scheme(kind: IdentifierKind, value: str) -> Named:
    """Programs write a number with its country and leave the plus away."""
    if kind is IdentifierKind.SOCIAL_ACCOUNT:
        return Named(kind, f"t.me/{value}")
    is_foreign = kind is IdentifierKind.PHONE and value[0] not in "+0(1" and len(value) > 9
    return Named(kind, f"+{value}" if is_foreign else value)


def _withheld(text: str) -> Payload | None:
    if _WIFI.match(text):
        return Payload.WIFI
    if _SIGN_IN.match(text):
        return Payload.SIGN_IN
    if _SECRET.match(text):
        return Payload.LOGIN
    if _IDENTITY.match(text):
        return Payload.IDENTITY_CARD
    if any(_is_receipt(run) for run in _DIGITS.findall(unquote(text))):
        return Payload.RECEIPT
    return None


def _is_receipt(run: str) -> bool:
    digits = re.sub(r"\D", "", run)
    return len(digits) == codes.LENGTH and codes.check_digit(digits) == "0"


def _payment(text: str, banks: dict[str, str]) -> Scanned:
    told = emv.read(text)
    payload = Payload.PAYMENT if told.is_whole else Payload.DAMAGED_PAYMENT
    if told.is_card:
        return Scanned(Payload.BANK_CARD)
    named: tuple[Named, ...] = ()
    if told.account:
        bank = banks.get(told.bank_bin, "")
        named = (Named(IdentifierKind.BANK_ACCOUNT, told.account, bank),)
    return Scanned(payload, _shown(text), named, told.amount, told.purpose[:LONGEST_SHOWN])


def _named(found: Found) -> Named:
    return Named(found.kind, found.value, found.bank)


def _shown(text: str) -> str:
    return text[:LONGEST_SHOWN]

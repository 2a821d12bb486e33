"""Payment codes: EMVCo merchant-presented mode, and in it the Vietnamese VietQR (NAPAS 247).

EMVCo "QR Code Specification for Payment Systems, Merchant-Presented Mode" 1.1: fields of a tag, a
length and a value, the last one (63) a CRC-16 over everything before its value. NAPAS puts the
receiving account into field 38 under its own application id.
"""

from binascii import crc_hqx
from dataclasses import dataclass

NAPAS = "A000000727"
_FIRST = "000201"
_CRC = "6304"
_UNSEEN = " \t\r\n\v\f\xa0\u3000\ufeff\u200b\u200c\u200d\u200e\u200f\u2060\0"
"""Blanks, marks of byte order and the like, which programs put around a code."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What a payment code says, as far as it could be read."""

    bank_bin: str = ""
    account: str = ""
    is_card: bool = False
    """The account is the number of a bank card."""
    amount: str = ""
    purpose: str = ""
    name: str = ""
    is_whole: bool = True
    """Whether the check sum holds and every field has its length."""


def bare(text: str) -> str:
    """A code without blanks and unseen marks around it."""
    return text.strip(_UNSEEN)


def looks_like_payment(text: str) -> bool:
    """Whether a text begins as every payment code does."""
    return bare(text).startswith(_FIRST)


def read(text: str) -> Payment:
    """What a payment code says; of a damaged one what can still be read."""
    told = bare(text)
    fields, is_whole = _fields(told)
    account = _fields(fields.get("38", ""))[0]
    payee: dict[str, str] = {}
    if account.get("00", "").upper() == NAPAS:
        payee = _fields(account.get("01", ""))[0]
    more = _fields(fields.get("62", ""))[0]
    return Payment(
        bank_bin=payee.get("00", ""),
        account=payee.get("01", ""),
        is_card=account.get("02", "") == "QRIBFTTC",
        amount=fields.get("54", ""),
        purpose=more.get("08", ""),
        name=fields.get("59", ""),
        is_whole=is_whole and _sum_holds(told),
    )


def _fields(text: str) -> tuple[dict[str, str], bool]:
    """The fields of one level by tag, and whether they fill the text exactly."""
    found: dict[str, str] = {}
    at = 0
    while at + 4 <= len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (tag + length).isascii() or not (tag + length).isdigit():
            return found, False
        value = text[at + 4 : at + 4 + int(length)]
        if len(value) < int(length):
            return found, False
        found.setdefault(tag, value)
        at += 4 + int(length)
    return found, at == len(text)


def _sum_holds(text: str) -> bool:
    """CRC-16/CCITT-FALSE in the last four letters, over all before them."""
    body, told = text[:-4], text[-4:]
    if not body.endswith(_CRC):
        return False
    return f"{crc_hqx(body.encode(), 0xFFFF):04X}" == told.upper()

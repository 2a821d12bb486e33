"""Payment codes: EMVCo merchant-presented mode, and in it the Vietnamese VietQR (NAPAS 247).

EMVCo "QR Code Specification for Payment Systems, Merchant-Presented Mode" 1.1: fields of a tag, a
length and a value, the last one (63) a CRC-16 over everything before its value. NAPAS puts the
receiving account into field 38 under its own application id; whoever carries more than one scheme
may put it into another of the fields from 26 to 51.
"""

import re
from binascii import crc_hqx
from dataclasses import dataclass

NAPAS = "A000000727"
_FIRST = "000201"
_CRC = "6304"
_ACCOUNTS = ("38", *(str(tag) for tag in range(26, 52) if tag != 38))
_PURPOSES = ("08", "01", "05")
"""What a payment is for: in words, else the number of a bill or of a reference."""
_CARD = re.compile(r"9704\d{12}(?:\d{3})?")
"""Numbers of the cards of NAPAS, sent as an account's."""
_NO_HUNDREDTHS = re.compile(r"\.0*$")
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
    fields, is_whole = _top_fields(told)
    account, holds = _account(fields)
    payee, fits = _fields(account.get("01", ""))
    more = _fields(fields.get("62", ""))[0]
    return Payment(
        bank_bin=payee.get("00", ""),
        account=payee.get("01", ""),
        is_card=account.get("02", "") == "QRIBFTTC" or bool(_CARD.fullmatch(payee.get("01", ""))),
        amount=_NO_HUNDREDTHS.sub("", fields.get("54", "")),
        purpose=next(filter(None, map(more.get, _PURPOSES)), ""),
        name=fields.get("59", ""),
        is_whole=is_whole and holds and fits and _sum_holds(told),
    )


def _account(fields: dict[str, str]) -> tuple[dict[str, str], bool]:
    """The field of NAPAS, and whether its parts fill it exactly; nothing where there is none."""
    for tag in _ACCOUNTS:
        account, is_whole = _fields(fields.get(tag, ""))
        if account.get("00", "").upper() == NAPAS:
            return account, is_whole
    return {}, True


def _top_fields(text: str) -> tuple[dict[str, str], bool]:
    """The fields of a whole code. Some programs count the bytes of a name, not its letters."""
    fields, is_whole = _fields(text)
    if is_whole or text.isascii():
        return fields, is_whole
    by_bytes, is_whole = _fields(text.encode().decode("latin-1"))
    if not is_whole:
        return fields, False
    return {tag: _from_bytes(value) for tag, value in by_bytes.items()}, True


def _from_bytes(value: str) -> str:
    return value.encode("latin-1").decode(errors="replace")


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

"""Phones, accounts, links and the like, recognised in what somebody told.

A number means what the words around it say: an amount, a date, an identity card or a receipt code
is nobody's phone. What is doubtful is left to the officer's eye.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from domain.text import fold
from domain.tips import phones, shapes
from domain.tips.bank_names import NAMED
from domain.tips.codes import LENGTH, check_digit, looks_like_a_card
from domain.tips.identifiers import IdentifierKind, identity

MOST_FOUND = 60
"""In one text; a story that names more was not written by a person."""
MOST_LOOKED_AT = 300
"""Of what has some shape; it keeps a text made to take long from taking long."""
_BEFORE, _AFTER = 48, 28
"""Letters around a number that may say what it is."""

_ACCOUNT = re.compile(
    r"\bs?tk\b|\btai khoan|\btkhoan|\bacc(?:ount)?\b|\bchuyen (?:tien |khoan )?(?:vao|vo|qua|cho)\b"
)
_SENT = re.compile(r"\bck\b|\bchuyen khoan\b|\bban tien\b")
_LONG = 10
"""Digits of a number behind such a word that is no amount any more."""
_CALLED = re.compile(
    r"\bgoi\b|\bsdt\b|dien thoai|\bdt\b|\bso may\b|hotline|lien he|tong dai|nhan tin|\bphone\b"
    r"|\bzalo\b(?! ?pay)|\btele(?:gram)?\b|facebook|\bfb\b|whatsapp|\bsim\b|\balo\b"
)
_CALLS = re.compile(r"[\s,)]*(?:(?:no|ho|thi|lai|cu|hoai) ){0,2}(?:goi|nhan tin|nhan vo|alo)\b")
"""What follows a number that somebody calls from."""
_WALLET = re.compile(
    r"\bmomo\b|\bzalo ?pay\b|\bviettel ?(?:money|pay)\b|\bvnpt ?(?:money|pay)\b"
    r"|\bshopee ?pay\b|\bvi dien tu\b|\bvnpay\b"
)
_NOT_OURS = re.compile(
    r"(?:cccd|cmnd|cmtnd|\bcmt|can cuoc|chung minh|dinh danh|ho chieu|passport|bien so|bien kiem"
    r"|\botp|mat khau|\bpin\b|ma xac (?:nhan|thuc|minh)|so the|the atm|the (?:tin|ghi) (?:dung|no)"
    r"|cvv|bhxh|bhyt|ma so thue|\bmst|so seri|serial|ma xem tra loi|bien nhan|quyet dinh so"
    r"|lenh bat so|so hieu|\btb-)[^0-9]{0,24}$"
)
_TRANSACTION = re.compile(
    r"(?:ma giao dich|so giao dich|\bma gd|ma lenh|so lenh|tham chieu|so but toan|\bref)"
    r"[^0-9a-z]{0,4}(?:la|so)?[^0-9a-z]{0,3}$"
)
_PARCEL = re.compile(
    r"(?:van don|ma don(?: hang)?|buu gui|ma kien|don hang(?: so)?|\bmvd)"
    r"[^0-9a-z]{0,4}(?:la|so)?[^0-9a-z]{0,3}$"
)
_MONEY = re.compile(
    r"\s*(?:d|dong(?! a\b)|vnd|k|ngan(?! hang)|nghin|tr|trieu|ty|usd|usdt|do la|cu|diem|%)(?![a-z])"
)
_PAID = re.compile(r"(?:so tien|so du|\bgia|\bphi|\bmat|\blai|\bvay|\bcoc|\bnop|\brut)\s*[:=]?\s*$")
_NETWORK = re.compile(
    r"\b(telegram|tele|tg|tiktok|facebook|fb|instagram|zalo|whatsapp|messenger)\b[^0-9@]{0,24}$"
)
_BESIDE = re.compile(r"[\s,.:;()\-–/|]*(?:(?:tai|cua|nh|ngan hang|bank)\s+)*")


class Around(NamedTuple):
    """The folded words before and after something, cut at the end of the sentence before."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something recognised in a text. `text[start:end]` is where it stands."""

    start: int
    end: int
    kind: IdentifierKind
    value: str
    """As it would be kept: as typed, an account on a network with the network before it."""
    others: tuple[IdentifierKind, ...] = ()
    """What it may be as well: phone numbers are account numbers too, at many banks."""
    bank: str = ""
    """Code of the bank that is named beside an account."""


def recognise(text: str) -> list[Found]:
    """Everything recognised, in the order of the text; what is named twice is found once."""
    found: dict[str, Found] = {}
    for one in islice(_candidates(text), MOST_LOOKED_AT):
        if one is not None:
            found.setdefault(identity(one.kind, one.value), one)
        if len(found) >= MOST_FOUND:
            break
    return sorted(found.values(), key=lambda one: one.start)


def _candidates(text: str) -> Iterator[Found | None]:
    """From the plainest shape to the least; no letter belongs to two. None: only a lookalike."""
    taken = bytearray(len(text))
    for shape, meaning in _MEANINGS:
        for match in shape.finditer(text):
            start, end = match.span("it")
            if any(taken[start:end]):
                continue
            one = meaning(match["it"], start, _around(text, start, end))
            if one is not None:
                taken[one.start : one.end] = b"\1" * (one.end - one.start)
            yield one


def _around(text: str, start: int, end: int) -> Around:
    before = text[max(0, start - _BEFORE) : start]
    for stop in (". ", "\n\n", "; ", "? ", "! "):
        before = before.rpartition(stop)[2]
    return Around(fold(before), fold(text[end : end + _AFTER]))


def _email(it: str, start: int, around: Around) -> Found | None:
    return Found(start, start + len(it), IdentifierKind.EMAIL, it)


def _link(it: str, start: int, around: Around) -> Found | None:
    kept = it.rstrip(".,;:!?)]}'\"”’»…")
    if kept.count("(") > kept.count(")") and it[len(kept) : len(kept) + 1] == ")":
        kept += ")"
    if not shapes.is_link(kept) or _PARCEL.search(around.before):
        return None
    return Found(start, start + len(kept), IdentifierKind.URL, kept)


def _crypto(it: str, start: int, around: Around) -> Found | None:
    if not shapes.is_crypto(it):
        return None
    return Found(start, start + len(it), IdentifierKind.CRYPTO_WALLET, it)


def _handle(it: str, start: int, around: Around) -> Found | None:
    kept = it.rstrip(".")
    told = _NETWORK.search(around.before)
    value = f"{told[1]} {kept}" if told else kept
    return Found(start, start + len(kept), IdentifierKind.SOCIAL_ACCOUNT, value)


def _spoken_handle(it: str, start: int, around: Around) -> Found | None:
    told = _NETWORK.search(around.before)
    kept = it.rstrip(".")
    if told is None or not re.search(r"[\d_]", kept) or not re.search(r"[A-Za-z]", kept):
        return None
    return Found(
        start, start + len(kept), IdentifierKind.SOCIAL_ACCOUNT, f"{told[1]} {kept.lower()}"
    )


def _code(it: str, start: int, around: Around) -> Found | None:
    """A token of letters and digits: a parcel's, or a transfer's."""
    end = start + len(it)
    if shapes.PARCEL.fullmatch(it):
        return Found(start, end, IdentifierKind.TRACKING_CODE, it)
    if shapes.VIRTUAL.fullmatch(it):
        return _account(it, start, around)
    if shapes.TRANSFER.fullmatch(it) or _TRANSACTION.search(around.before):
        return Found(start, end, IdentifierKind.TRANSACTION_ID, it)
    if _PARCEL.search(around.before):
        return Found(start, end, IdentifierKind.TRACKING_CODE, it)
    return _account(it, start, around) if _ACCOUNT.search(around.before[-24:]) else None


def _named_account(it: str, start: int, around: Around) -> Found | None:
    """An account number that is a name in letters, straight after the word for it."""
    return None if NAMED.search(fold(it)) else _account(it, start, around)


def _number(it: str, start: int, around: Around) -> Found | None:
    if _is_money(it, around):
        # The number before it may still be an account: "0123456789 45 triệu".
        it, space, _ = it.rpartition(" ")
        if not space:
            return None
        around = Around(around.before, "")
    end, is_phone = start + len(it), shapes.is_phone(it)
    if _is_something_else(it, around, is_phone=is_phone):
        return None
    if _TRANSACTION.search(around.before):
        return Found(start, end, IdentifierKind.TRANSACTION_ID, it)
    if _PARCEL.search(around.before):
        return Found(start, end, IdentifierKind.TRACKING_CODE, it)
    if is_phone:
        return _phone(it, start, around)
    is_sent = len(it) >= _LONG and it.isdigit() and _last(_SENT, around) >= 0
    if is_sent or _last(_ACCOUNT, around) >= 0 or _bank(around):
        return _account(it, start, around)
    return None


def _phone(it: str, start: int, around: Around) -> Found | None:
    """A phone, unless the nearest word says that it is an account's or a wallet's number."""
    phone, account, wallet = (
        IdentifierKind.PHONE,
        IdentifierKind.BANK_ACCOUNT,
        IdentifierKind.E_WALLET,
    )
    called = _last(_CALLED, around)
    if not phones.is_domestic(it):
        # Accounts of some banks begin with 00 too.
        if it.startswith("00") and called < 0 and (_last(_ACCOUNT, around) >= 0 or _bank(around)):
            return _account(it, start, around, (phone,))
        return Found(start, start + len(it), phone, it)
    if _last(_WALLET, around) > called:
        return Found(start, start + len(it), wallet, it, (phone, account))
    named = NAMED.match(around.after, _BESIDE.match(around.after).end())  # type: ignore[union-attr]
    account_word = _last(_ACCOUNT, around)
    calls = account_word < 0 and _CALLS.match(around.after)
    if named or (not calls and max(account_word, _last(NAMED, around)) > called):
        return _account(it, start, around, (phone, wallet))
    return Found(start, start + len(it), phone, it, (account, wallet))


def _last(words: re.Pattern[str], around: Around) -> int:
    """Where the last such word before a number begins, with no other number between; or -1."""
    since = re.split(r"\d{3}", around.before)[-1]
    return max((match.start() for match in words.finditer(since)), default=-1)


def _account(
    it: str, start: int, around: Around, others: tuple[IdentifierKind, ...] = ()
) -> Found | None:
    if not 6 <= len(re.sub(r"\W", "", it)) <= 19:
        return None
    bank = _bank(around)
    return Found(start, start + len(it), IdentifierKind.BANK_ACCOUNT, it, others, bank)


def _bank(around: Around) -> str:
    """The bank that is named beside a number, with no other number between."""
    joined = _BESIDE.match(around.after)
    if joined and (named := NAMED.match(around.after, joined.end())):
        return named.lastgroup or ""
    names = list(NAMED.finditer(re.split(r"\d{3}", around.before)[-1]))
    return (names[-1].lastgroup or "") if names else ""


def _is_money(it: str, around: Around) -> bool:
    """No amount begins with a nought, and many accounts do."""
    last = it.rpartition(" ")[2]
    return not last.startswith("0") and bool(_MONEY.match(around.after))


def _is_something_else(it: str, around: Around, *, is_phone: bool) -> bool:
    """A day, an amount, an identity card, a bank card or the reporter's own receipt code."""
    is_account = _last(_ACCOUNT, around) >= 0 or bool(_bank(around))
    if _NOT_OURS.search(around.before) or shapes.is_date_or_amount(it, is_account=is_account):
        return True
    if _PAID.search(around.before) and not it.startswith("0"):
        return True
    digits = re.sub(r"\D", "", it)
    return not is_phone and len(digits) == LENGTH and _is_code_or_card(digits)


def _is_code_or_card(digits: str) -> bool:
    # No card begins with a nought, and many accounts do.
    return check_digit(digits) == "0" or (digits[0] != "0" and looks_like_a_card(digits))


_MEANINGS: tuple[tuple[re.Pattern[str], Callable[[str, int, Around], Found | None]], ...] = (
    (shapes.EMAIL, _email),
    (shapes.LINK, _link),
    (shapes.CRYPTO, _crypto),
    (shapes.HANDLE, _handle),
    (shapes.CODE, _code),
    (shapes.SPOKEN_HANDLE, _spoken_handle),
    (shapes.PHONE, _number),
    (shapes.NUMBER, _number),
    (shapes.GLUED_PHONE, _number),
    (shapes.NAMED_ACCOUNT, _named_account),
)

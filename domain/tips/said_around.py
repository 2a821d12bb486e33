"""The words around a number, which say what it is: an account's, somebody's phone, a parcel's."""

import re
from typing import NamedTuple

from domain.text import fold
from domain.tips.bank_names import NAMED

_BEFORE, _AFTER = 48, 48
"""Letters around a number that may say what it is."""

ACCOUNT = re.compile(
    r"\bs?tk\b|\btai khoan|\btkhoan|\bacc(?:ount)?\b|\bchuyen (?:tien |khoan )?(?:vao|vo|qua|cho)\b"
)
SENT = re.compile(r"\bck\b|\bchuyen khoan\b|\bban tien\b|\b(?:vao|vo)\s*$")
SOME_BANK = re.compile(r"\b(?:ngan hang (?:[a-z]+ ){1,5}|[a-z]{1,8} ?bank )(?:so |stk )?$")
"""A bank that is in no list of ours, straight before a number."""
CALLED = re.compile(
    r"\bgoi\b|\bsdt\b|dien thoai|\bdt\b|\bso may\b|hotline|lien he|tong dai|nhan tin|\bphone\b"
    r"|\bzalo\b(?! ?pay)|\btele(?:gram)?\b|facebook|\bfb\b|whatsapp|\bsim\b|\balo\b"
)
CALLS = re.compile(r"[\s,)]*(?:(?:no|ho|thi|lai|cu|hoai) ){0,2}(?:goi|nhan tin|nhan vo|alo)\b")
"""What follows a number that somebody calls from."""
WALLET = re.compile(
    r"\bmo ?mo\b|\bzalo ?pay\b|\bviettel ?(?:money|pay)\b|\bvnpt ?(?:money|pay)\b"
    r"|\bshopee ?pay\b|\bvi dien tu\b|\bvnpay\b"
)
WALLET_BEHIND = re.compile(r"\s?[(/\-]?\s?(?:vi |qua |ben )?(?=[a-z])")
"""Between a number and the wallet that is named straight after it."""
NOT_OURS = re.compile(
    r"(?:cccd|cmnd|cmtnd|\bcmt|can cuoc|chung minh|dinh danh|ho chieu|passport|bien so|bien kiem"
    r"|\botp|mat khau|\bpin\b|ma xac (?:nhan|thuc|minh)|so the|the atm|the (?:tin|ghi) (?:dung|no)"
    r"|cvv|bhxh|bhyt|ma so thue|\bmst|\bseri|\bimei|ma xem tra loi|bien nhan"
    r"|quyet dinh so|lenh bat so|so hieu|\btb-)[^0-9]{0,24}$"
)
_ORDER = r"(?:van don|\bma don(?: hang)?|buu gui|ma kien|don hang(?: so)?|\bmvd|(?<!hoa )\bma buu)"
_CARRIER = (
    r"\b(?:ghtk|ghn|giao hang nhanh|giao hang tiet kiem|j&t|jt|viettel ?post|vnpost"
    r"|buu dien|spx|shopee(?: express)?|lazada|tiktok shop|ninja ?van|best express)"
)
_IS = r"[^0-9a-z]{0,4}(?:la|so)?[^0-9a-z]{0,3}$"
TRANSACTION = re.compile(
    r"(?:ma giao dich|so giao dich|\b(?:ma|so) gd|ma lenh|so lenh|tham chieu|so but toan|\bref)"
    rf"(?: (?:mo ?mo|zalo ?pay|vnpay|ngan hang|[a-z]{{0,8}}bank|vcb|mb|tcb|bidv|acb|tpb))?{_IS}"
)
PARCEL = re.compile(rf"{_ORDER}(?:[ :]*{_CARRIER})?{_IS}")
CARRIED = re.compile(rf"(?:{_CARRIER}(?: ma(?: don| van don)?| don)?|(?<!hoa )\bdon){_IS}")
"""Weaker than `PARCEL`: a carrier's messenger has a phone and an account as well."""
MONEY = re.compile(
    r"\s*(?:(?:d|dong(?! a\b)|vnd|k|ngan(?! hang)|nghin|tr|trieu|ty|usd|usdt|do la|cu|diem|%)"
    r"(?![a-z])|/ ?(?:ngay|tuan|thang|nam|lan|nguoi)\b)"
)
PAID = re.compile(
    r"(?:so tien|so du|\bgia|\bphi|\bmat|\blai|\bvay|\bcoc|\bnop|\brut|\bluc)\s*[:=]?\s*$"
)
NETWORK = re.compile(
    r"\b(telegram|tele|tg|tiktok|facebook|fb|insta(?:gram)?|ig|zalo|whatsapp|messenger)\b[^0-9@]{0,24}$"
)
_BESIDE = re.compile(
    r"[\s,.:;()\-–/|]*(?:(?:mo|o|tai|ben|cua|thuoc|nh|ngan hang|tmcp|bank)\b[\s:]*)*"
)
_APART = re.compile(r"[;,/|\n]|\bva\b")
"""What parts one account from the next, when each has its bank's name before it."""
_DIGITS = "0123456789"
_RUN = re.compile(r"\d{3,}")
_OF_THE_NEXT = re.compile(r"[\s:.\-]{0,3}\d")

_TELEX = re.compile(r"\b(?!facebook|google|zoom|shopee|coop)[a-z]*(?:aa|ee|oo|dd|[aou]w)[a-z]*\b")
_TELEX_TONE = re.compile(
    r"\b([a-z]*[aeiouy][a-z]{0,3})[fjx]\b|\b([a-z]*[aeiouy](?:ng|nh|n|i))[rs]\b"
)
_TELEX_LETTER = re.compile(r"aa|ee|oo|dd|[aou]w")


class Around(NamedTuple):
    """The folded words before and after something, cut at the end of the sentence before."""

    before: str
    after: str


def around(text: str, start: int, end: int) -> Around:
    """What stands around a part of a text."""
    before = text[max(0, start - _BEFORE) : start]
    for stop in (". ", "\n\n", "; ", "? ", "! "):
        before = before.rpartition(stop)[2]
    return Around(_words(before), _words(text[end : end + _AFTER]))


def _words(text: str) -> str:
    """Folded; the keys of Telex left standing when the keyboard was off are taken away."""
    folded = fold(text)
    if not _TELEX.search(folded):
        return folded
    bare = _TELEX.sub(lambda word: _TELEX_LETTER.sub(lambda at: at[0][0], word[0]), folded)
    return _TELEX_TONE.sub(lambda word: word[1] or word[2], bare)


def last(words: re.Pattern[str], said: Around) -> int:
    """Where the last such word before a number begins, with no other number between; or -1."""
    return max((match.start() for match in words.finditer(_since(said))), default=-1)


def bank_before(said: Around) -> re.Match[str] | None:
    """The last bank named before a number, with no other number between, unless it stands
    straight behind that one and a comma or a line parts the two numbers."""
    since = _since(said)
    names = list(NAMED.finditer(since))
    if not names:
        return None
    is_the_others = since[0].isdigit() and _straight(since.lstrip(_DIGITS), names[-1][0])
    return None if is_the_others and _APART.search(since, names[-1].end()) else names[-1]


def _straight(text: str, name: str) -> bool:
    """Whether a text begins with a bank's name, or with what joins it to a number."""
    joined = _BESIDE.match(text)
    return joined is not None and text.startswith(name, joined.end())


def bank_behind(said: Around) -> re.Match[str] | None:
    """The bank named straight after a number, unless it is the next number's."""
    joined = _BESIDE.match(said.after)
    named = NAMED.match(said.after, joined.end()) if joined else None
    if named and _APART.search(said.after, 0, named.start()):
        return None if _OF_THE_NEXT.match(said.after, named.end()) else named
    return named


def bank(said: Around) -> str:
    """The bank that is named beside a number; empty for none."""
    named = bank_behind(said) or bank_before(said)
    return (named.lastgroup or "") if named else ""


def _since(said: Around) -> str:
    """The words since the number before, with its last digit; from the beginning without one."""
    runs = [*_RUN.finditer(said.before)]
    return said.before[runs[-1].end() - 1 :] if runs else said.before

"""Money as people write it: "45tr", "1 tỷ 2", "hai chục triệu"; read into đồng and read back."""

import re
import unicodedata

from domain.text import fold
from domain.tips.models import LossBand

MOST = 10**13
_UNITS = {
    **dict.fromkeys(("k", "ngan", "nghin", "ng"), 1_000),
    "xi": 100_000,
    **dict.fromkeys(("tr", "trieu", "cu", "chai", "m"), 1_000_000),
    **dict.fromkeys(("ty", "ti"), 1_000_000_000),
}
_TENS = {"muoi": 10, "chuc": 10, "tram": 100}
_DIGITS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "ham": 20,
}  # fmt: skip
_HALF = {"ruoi"}
_FIVE_BEHIND = {"lam"}
_ABOUT = re.compile(r"\btầm\b")  # Without its mark it would read as "tám", eight.
_HALF_OF = re.compile(r"\bn(?:ửa|ua) (?=(?:t[ỷyỉi]|tri[ệe]u)\b)")
_FOREIGN = re.compile(r"[$€¥]|\b(?:usd|do la|dollar|usdt|eur|won|te)\b|-\s*\d")
_DOLLARS = re.compile(r"\bđô\b")  # Without its marks it would read as "đó".
_TOKEN = re.compile(r"\d{1,3}(?:[ .,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[a-z]+")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .,]\d{3})+")
_LONGEST_NUMBER = 30
"""Letters: no amount has more, and what has hundreds is more than a float holds."""
_LEAST_BARE = 1_000
"""A bare number below this is no amount: nobody knows whether "45" means triệu."""


class _Unclear(Exception):
    """The words can be read in more than one way."""


class _Reader:
    """Adds up number and unit, number and unit…; a last number without unit is a part of one."""

    def __init__(self) -> None:
        self.total = 0.0
        self.pending: float | None = None
        self.last_unit = 0

    def number(self, value: float) -> None:
        if self.pending is not None:
            raise _Unclear
        self.pending = value

    def digit_word(self, value: int) -> None:
        if self.pending is not None and self.pending % 10:
            raise _Unclear
        self.pending = (self.pending or 0) + value

    def five(self) -> None:
        """The "lăm" of "bốn lăm" and of "trăm lăm": five behind tens that are left out."""
        held = self.pending
        if held and held == int(held) and (held < 10 or held % 100 == 0):
            self.pending = held * 10 + 5 if held < 10 else held + 50
        else:
            self.digit_word(5)

    def times(self, ten: int) -> None:
        held = self.pending or 0
        ones = held % 10 if held >= 10 else held
        self.pending = held - ones + (ones or 1) * ten

    def unit(self, size: int) -> None:
        if self.pending is None or (self.last_unit and size >= self.last_unit):
            raise _Unclear
        self.total += self.pending * size
        self.pending, self.last_unit = None, size

    def half(self) -> None:
        if not self.last_unit or self.pending is not None:
            raise _Unclear
        self.total += self.last_unit / 2

    def amount(self) -> float:
        if self.pending is None:
            return self.total
        if not self.last_unit:
            return self.pending if self.pending >= _LEAST_BARE else 0
        if self.pending >= 1_000:
            return self.total + self.pending
        return self.total + self.pending * self.last_unit / _next_power(self.pending)


def _next_power(value: float) -> int:
    """10 for 5, 1000 for 350: the 5 of "1tr5" is half a triệu, the 350 of "1tr350" a third."""
    return int(10 ** len(f"{value:.0f}"))


def parse(text: str) -> int | None:
    """The amount in đồng, or None when nothing clear was written ("nhiều lắm", "45", "20-30tr")."""
    if not text:
        return None
    said = unicodedata.normalize("NFC", text).lower()
    folded = fold(_HALF_OF.sub("0,5 ", _ABOUT.sub(" ", said)))
    if _FOREIGN.search(folded) or _DOLLARS.search(said):
        return None
    reader = _Reader()
    try:
        for token in _TOKEN.findall(folded):
            _feed(reader, token)
        amount = round(reader.amount())
    except _Unclear:
        return None
    return amount if 0 < amount <= MOST else None


def _feed(reader: _Reader, token: str) -> None:
    if token[0].isdigit():
        reader.number(_value(token))
    elif token in _UNITS:
        reader.unit(_UNITS[token])
    elif token in _TENS:
        reader.times(_TENS[token])
    elif token in _FIVE_BEHIND:
        reader.five()
    elif token in _DIGITS:
        reader.digit_word(_DIGITS[token])
    elif token in _HALF:
        reader.half()


def _value(token: str) -> float:
    if len(token) > _LONGEST_NUMBER:
        raise _Unclear
    if _THOUSANDS.fullmatch(token):
        return float(re.sub(r"\D", "", token))
    return float(token.replace(",", "."))


def band(amount: int | None) -> LossBand:
    """The step that plain columns may tell."""
    if amount is None:
        return LossBand.NOT_TOLD
    for limit, step in (
        (10_000_000, LossBand.UNDER_10M),
        (50_000_000, LossBand.FROM_10M),
        (100_000_000, LossBand.FROM_50M),
    ):
        if amount < limit:
            return step
    return LossBand.OVER_100M


_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES = ("", " ngàn", " triệu", " tỷ", " ngàn tỷ")


def in_words(amount: int) -> str:
    """45000000 as "bốn mươi lăm triệu", the way it is said in the south."""
    groups: list[int] = []
    while amount:
        amount, group = divmod(amount, 1000)
        groups.append(group)
    said = [
        _group(group, leads=index == len(groups) - 1) + _SCALES[index]
        for index, group in reversed(list(enumerate(groups)))
        if group
    ]
    return " ".join(said) or _ONES[0]


def _group(value: int, *, leads: bool) -> str:
    hundreds, rest = divmod(value, 100)
    words = [f"{_ONES[hundreds]} trăm"] if hundreds or not leads else []
    tens, ones = divmod(rest, 10)
    if tens == 0 and ones and words:
        words.append(f"lẻ {_ONES[ones]}")
    elif tens or ones:
        words.append(_two(tens, ones))
    return " ".join(words)


def _two(tens: int, ones: int) -> str:
    if tens == 0:
        return _ONES[ones]
    head = "mười" if tens == 1 else f"{_ONES[tens]} mươi"
    last = {0: "", 5: " lăm", 1: " một" if tens == 1 else " mốt"}.get(ones, f" {_ONES[ones]}")
    return head + last

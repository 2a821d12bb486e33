"""Receipt codes and claim numbers: 15 digits and a check digit that catches slips of the pen.

The check digit is Damm's (H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004): one
wrong digit or two swapped neighbours always show. What could be taken for a bank card (the
Vietnamese prefix 9704, or a number that satisfies Luhn) is never given out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from random import Random

from domain.errors import Refusal
from domain.sentence import Sentence
from domain.vault.keys import KeyRing

LENGTH = 16
_RANDOM = 10 ** (LENGTH - 1)
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_NOISE = re.compile(r"[\s.\-\u2010-\u2015\u2212]+")
_RUN = re.compile(r"(?<!\d)\d(?:[\s.\-\u2010-\u2015\u2212]?\d){15}(?!\d)")
_MOST_IN_A_TEXT = 5
"""Of numbers that are looked up because a text holds them: no text is a way to try many."""
MASK = "[mã xem trả lời]"
"""What stands in a text where a receipt code stood."""


class WrongDigit(Refusal):
    """The check digit says that something was typed wrong; no lookup is spent on it."""

    sentence = Sentence("Mã có chữ số sai. Coi lại từng số rồi gõ lại giúp.")


def check_digit(digits: str) -> str:
    """The digit that Damm's table gives for `digits`."""
    state = 0
    for digit in digits:
        state = int(_DAMM[state][int(digit)])
    return str(state)


def normalise(text: str) -> str:
    """The 16 digits of what was typed; blanks, dashes and full-width digits do not count.

    Raises `WrongDigit` for another length, another character or a check that does not hold.
    """
    digits = _NOISE.sub("", unicodedata.normalize("NFKC", text))
    if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", digits) or check_digit(digits) != "0":
        raise WrongDigit
    return digits


def grouped(code: str) -> str:
    """4821 7339 5062 1847, as people read and copy it."""
    return " ".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def found_in(text: str) -> list[str]:
    """What in a text could be receipt codes, as it is written there; the first few."""
    return [run for run in _RUN.findall(text) if _holds(run)][:_MOST_IN_A_TEXT]


def masked(text: str, is_code: Callable[[str], bool]) -> str:
    """The text without receipt codes that were pasted into it; `is_code` is asked for digits."""
    for run in found_in(text):
        if is_code(normalise(run)):
            text = text.replace(run, MASK)
    return text


def _holds(text: str) -> bool:
    try:
        return bool(normalise(text))
    except WrongDigit:
        return False


def candidates(ring: KeyRing, key_id: str, seed: bytes) -> Iterator[str]:
    """The codes that follow from a secret key and `seed`, in order; the first free one is taken.

    The server keeps only a keyed hash of a code and can make the same code again from this.
    """
    counter = 0
    while True:
        mac = ring.mac("receipt", seed + counter.to_bytes(4, "big"), key_id)
        body = f"{int.from_bytes(mac, 'big') % _RANDOM:015d}"
        code = body + check_digit(body)
        if not looks_like_a_card(code):
            yield code
        counter += 1


def new_number(source: Random) -> str:
    """A one-time number for a slip; `source` is `secrets.SystemRandom()`."""
    while True:
        body = f"{source.randrange(_RANDOM):015d}"
        number = body + check_digit(body)
        if not looks_like_a_card(number):
            return number


def lookup(ring: KeyRing, code: str, key_id: str) -> bytes:
    """What the database keeps instead of a receipt code."""
    return ring.mac("receipt-lookup", code.encode(), key_id)


def lookups(ring: KeyRing, code: str) -> list[bytes]:
    """The same under every key of the ring: codes outlive a rotation."""
    return ring.macs("receipt-lookup", code.encode())


def looks_like_a_card(code: str) -> bool:
    """Whether a person or a filter could take it for a bank card number."""
    return code.startswith("9704") or _luhn_holds(code)


def _luhn_holds(code: str) -> bool:
    total = 0
    for index, char in enumerate(reversed(code)):
        digit = int(char) * (2 if index % 2 else 1)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0

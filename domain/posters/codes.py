"""Poster codes: five characters and a check character that people read off a wall and type.

The alphabet is that of Open Location Codes: no vowels, so no words, and no 0, 1, B, D, I, L, O,
S, Z that a bad print turns into one another. The check is a weighted sum over GF(4) x GF(5), where
the weights of neighbours can be units that differ by a unit. Modulo 20 they cannot (all units are
odd), which is why Luhn mod N would miss some swaps here. That a product of two such checks catches
what both catch: H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004; which errors
people make: J. Verhoeff, "Error detecting decimal codes", Amsterdam 1969.
"""

import re
from random import Random

from domain.errors import Refusal
from domain.sentence import Sentence

ALPHABET = "23456789CFGHJMPQRVWX"
BODY_LENGTH = 5
CODE_LENGTH = BODY_LENGTH + 1

_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_TIMES_ALPHA = (0, 2, 3, 1)  # GF(4) as 0, 1, alpha, alpha + 1; adding is exclusive or.


class BadCode(Refusal):
    """What was typed cannot be a poster's code."""

    sentence = Sentence(
        "Mã này có chữ sai. Mã gồm 6 chữ và số, in dưới hình QR. Coi lại từng chữ rồi gõ lại giúp."
    )


def new_code(source: Random) -> str:
    """A code no one can guess from another when `source` is `secrets.SystemRandom()`."""
    body = "".join(source.choice(ALPHABET) for _ in range(BODY_LENGTH))
    return body + check_character(body)


def normalise(text: str) -> str:
    """The canonical upper-case code of what a person typed; spaces, dashes and case do not count.

    Raises `BadCode` for a wrong length, a foreign character or a check that does not hold.
    """
    code = _IGNORED.sub("", text).upper()
    if len(code) != CODE_LENGTH or any(char not in ALPHABET for char in code):
        raise BadCode
    if check_character(code[:-1]) != code[-1]:
        raise BadCode
    return code


def check_character(body: str) -> str:
    """The one character of the alphabet that brings the running check of `body` to zero."""
    state = 0
    for char in body:
        state = step(state, ALPHABET.index(char))
    return next(last for n, last in enumerate(ALPHABET) if step(state, n) == 0)


def step(state: int, letter: int) -> int:
    """The running check (0-19) after one more letter (its place in the alphabet, 0-19).

    Both numbers stand for a pair (remainder by 4, remainder by 5). The pair so far is multiplied
    by a generator of each field, so that neighbours weigh differently, and the letter is added.
    """
    four = _TIMES_ALPHA[state % 4] ^ (letter % 4)
    five = (2 * (state % 5) + letter) % 5
    return (5 * four + 16 * five) % 20

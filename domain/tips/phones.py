"""Phone numbers in one form: Vietnamese ones from 0, foreign ones with + and their country."""

import re
from functools import lru_cache

HOME = "VN"
_NO_DIGITS = re.compile(r"\D")
_WITH_LETTER_O = re.compile(r"[\doO\s.\-()+/_]*\d[\doO\s.\-()+/_]*")
"""A number in which the letter stands for a nought: a slip, or done to get past a filter."""
_DOMESTIC = re.compile(r"0[235789]\d{8}|02\d{9}|1[89]00\d{4}(?:\d\d)?")
"""Mobile and landline numbers since 2018, and the numbers that companies are called at. What has
this form needs no library."""
_HOTLINE = re.compile(r"(?:0|84)?1[89]00\d{4,7}")
"""Numbers that companies pay for, eight or ten digits, perhaps with the digit to press behind them;
no phone of a person begins so."""
_LONGEST = 15
"""Digits of a number anywhere (ITU-T E.164)."""


def normal(text: str) -> str:
    """Its normal form; "" when no digit is there.

    Mobile numbers of eleven digits, given up in 2018, stay as they are: nobody can call from one
    today, so such a number is a slip of the pen, and the one that took its place is someone's.
    """
    if _WITH_LETTER_O.fullmatch(text):
        text = text.replace("o", "0").replace("O", "0")
    digits = _NO_DIGITS.sub("", text)
    if digits.startswith("00"):
        return _foreign(digits[2:]) or digits
    if text.strip(" (\t").startswith("+"):
        return _foreign(digits) or digits
    if digits.startswith("84") and _DOMESTIC.fullmatch(own := f"0{digits[2:].lstrip('0')}"):
        return own
    return digits


@lru_cache(maxsize=256)
def _foreign(digits: str) -> str:
    """What a number with its country code is; "" for a code that no country has."""
    if digits.startswith("84"):
        return f"0{digits[2:].lstrip('0')}"
    # Its tables weigh more than a whole page: only foreign numbers need them.
    from phonenumbers import NumberParseException, parse

    try:
        number = parse(f"+{digits}", None)
    except NumberParseException:
        return ""
    return f"+{number.country_code}{'0' if number.italian_leading_zero else ''}" + str(
        number.national_number
    )


def is_foreign(text: str) -> bool:
    """Whether the text has the length of numbers of the other country that it names."""
    from phonenumbers import NumberParseException, is_possible_number, parse

    digits = _NO_DIGITS.sub("", text)
    try:
        number = parse(f"+{digits.removeprefix('00')}", None)
    except NumberParseException:
        return False
    return number.country_code != 84 and is_possible_number(number)


def is_domestic(text: str) -> bool:
    """Whether it is written as numbers of this country are today."""
    return _DOMESTIC.fullmatch(normal(text)) is not None


def is_odd(text: str) -> bool:
    """Whether a number may have been typed wrong."""
    digits = normal(text).removeprefix("+")
    return not (digits.isdigit() and 8 <= len(digits) <= _LONGEST)


def is_too_short_to_link(text: str) -> bool:
    """Whether thousands may have named it: 113, 1022, the five digits of a text message."""
    return len(normal(text)) < 8


def is_hotline(normal_form: str) -> bool:
    """Whether it is a 1800 or 1900 number in its normal form."""
    return _HOTLINE.fullmatch(normal_form) is not None

"""What a setting can be: how its text becomes a value, and the sentence that says what it takes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.sentence import Sentence
from domain.text import clean

Parser = Callable[[str], Any]


def whole(low: int, high: int) -> Parser:
    """A whole number from `low` to `high`."""

    def parse(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text.strip()) or not low <= int(text) <= high:
            raise ValueError
        return int(text)

    return parse


def date_or_empty(text: str) -> str:
    """A date in ISO form, or nothing."""
    return date.fromisoformat(text.strip()).isoformat() if text.strip() else ""


def month_day(text: str) -> str:
    """A month and day that every year has, as MM-DD."""
    # A year without 29 February: the day has to come every year.
    return f"{date.fromisoformat(f'2023-{text.strip()}'):%m-%d}"


def text(limit: int) -> Parser:
    """Words, at most `limit` letters."""

    def parse(text: str) -> str:
        if len(clean(text)) > limit:
            raise ValueError
        return clean(text)

    return parse


UNIT_MARK = "{đơn vị}"
"""Stands in a symbol where each unit has its own letters."""
_LONGEST_MARK, _LONGEST_SYMBOL = 12, 30


def symbol(text: str) -> str:
    """What follows the number of a paper, at most 30 letters once the unit's own stand in it."""
    found = clean(text)
    filled = found.replace(UNIT_MARK, "x" * _LONGEST_MARK)
    if len(filled) > _LONGEST_SYMBOL or set("{}") & set(filled):
        raise ValueError
    return found


def yes_no(text: str) -> bool:
    """On or off."""
    if text.strip().lower() not in {"1", "0", "true", "false"}:
        raise ValueError
    return text.strip().lower() in {"1", "true"}


@dataclass(frozen=True, slots=True)
class Spec:
    """One setting: its default, how text becomes its value, what it takes, and why it exists."""

    default: Any
    parse: Parser
    takes: Sentence
    label: Sentence

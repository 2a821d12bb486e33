"""What may be done with a tip, its number, and the reasons that must be given."""

import re

from domain.errors import BadInput
from domain.text import clean
from domain.tips.models import OPEN_STATES, Tip

PREFIX = "TB-"
_NUMBER = re.compile(r"(?:TB)?[\s-]*0*(\d{1,9})", re.IGNORECASE)
_LONG_NUMBER = re.compile(r"\d(?:[\s.\-]?\d){7,}")
"""A phone, an account: eight digits and more. A day written 05/6/2024 is none."""
LONGEST_REASON = 400
LONGEST_WHY = 2_000


def is_pressing(tip: Tip) -> bool:
    """Whether money that left under 24 hours before the report may still be stopped."""
    return tip.is_urgent and tip.state in OPEN_STATES


def number_label(number: int) -> str:
    """TB-0132, as people write a tip's number."""
    return f"{PREFIX}{number:04d}"


def number_in(text: str) -> int | None:
    """The number in what was typed: "TB-0132", "tb 132" or "132"."""
    found = _NUMBER.fullmatch(clean(text).strip())
    return int(found[1]) if found else None


def problems_of_reason(reason: str, *, box: str = "reason") -> list[BadInput]:
    """Whoever opens what is closed says why. The audit log keeps it longer than the tip, for all
    who stand above the reader: what somebody told has no place in it."""
    if not 3 <= len(said(reason)) <= LONGEST_REASON:
        return [BadInput(box, "Ghi lý do, từ 3 tới 400 chữ cái.")]
    if _LONG_NUMBER.search(said(reason)):
        return [BadInput(box, "Đừng ghi số điện thoại, số tài khoản vào lý do.")]
    return []


def problems_of_why(text: str, *, box: str) -> list[BadInput]:
    """Whoever says what a tip is, or takes longer with it, says why at some length."""
    told = clean(text)
    if len(told) < 3:
        return [BadInput(box, "Ghi lý do, ít nhất vài chữ.")]
    if len(told) > LONGEST_WHY:
        return [BadInput(box, "Lý do dài quá 2.000 chữ. Bớt lại giúp.")]
    return []


def stated(reason: str) -> str:
    """The reason, cleaned. Raises `BadInput` unless something is said."""
    for problem in problems_of_reason(reason):
        raise problem
    return said(reason)


def said(reason: str) -> str:
    """A reason in one line."""
    return clean(reason).replace("\n", " ")

"""What lets a tip jump the queue: money that may still be stopped, somebody who may be held."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.text import fold
from domain.tips import times

_PEOPLE = r"(?:người|con|cháu|em|anh|chị|chồng|vợ|bạn|mẹ|cha|ba|má|tôi)"
_HELD = re.compile(
    rf"bắt cóc|tiền chuộc|đòi chuộc|giữ người|(?:bắt giữ|giam|nhốt|giam giữ) {_PEOPLE}\b"
    rf"|{_PEOPLE} (?:tôi |mình )?(?:đang )?bị (?:giam|nhốt|giữ(?! tiền| hàng| xe| lại tiền))"
)
_WITHOUT_MARKS = re.compile(r"\b(?:bat coc|tien chuoc|doi chuoc|giu nguoi|bi nhot)\b")


@dataclass(frozen=True, slots=True)
class Urgency:
    """Whether a tip jumps the queue, and whether it does so for a person rather than money."""

    is_urgent: bool = False
    in_danger: bool = False


def someone_held(story: str) -> bool:
    """Whether the words speak of somebody who is held, or held for ransom."""
    return bool(_HELD.search(story.lower()) or _WITHOUT_MARKS.search(fold(story)))


def of(
    values: Mapping[str, str],
    *,
    now: datetime,
    held: Collection[str],
    is_fresh_slip: bool = False,
    told_at: datetime | None = None,
) -> Urgency:
    """How urgent what was typed into a tip form is.

    `told_at` is when it was typed, where it waited in a phone since: half an hour ago was then.
    `held` are the categories of people who are held. `is_fresh_slip`: the picture of a transfer
    came by the urgent form, which asks for no more; unless a time was told it counts as just now.
    """
    in_danger = values.get("category", "") in held or someone_held(values.get("story", ""))
    sent = values.get("money_sent_at", "")
    money = (is_fresh_slip and not sent) or times.is_urgent(
        times.read_moment(sent, told_at or now), now
    )
    return Urgency(is_urgent=in_danger or money, in_danger=in_danger)

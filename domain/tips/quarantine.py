"""Which tips wait apart until an officer has looked, and which words always let one through."""

import re
from enum import StrEnum

from domain.text import fold
from domain.tips.urgency import someone_held

_EMERGENCY = re.compile(
    r"đang bị|đánh(?! giá| máy| vần| bạc| bài| đề| lô| số| cờ| bắt| cắp| mất| rơi| tráo)|\b113\b"
    r"|tự tử|tự vẫn|bắt cóc|giữ người|đâm|chém|giết|hiếp|kêu cứu"
)
_WITHOUT_MARKS = re.compile(r"\b(?:dang bi|tu tu|bat coc|giu nguoi|keu cuu)\b")
"""Only phrases that mean nothing else when the marks are missing: "dao" may be "lừa đảo"."""


class QuarantineReason(StrEnum):
    """Why a tip was put apart. The person who sent it is never told, and never refused."""

    HONEYPOT = "honeypot"
    TOO_FAST = "too_fast"
    FORM_REUSED = "form_reused"
    """One form, which one person filled in, sent more different tips than a person would."""
    ALIKE = "alike"
    """Most of its words came in other tips within the hour, and many tips did."""
    NOT_TOLD = "not_told"
    """Its words follow one another by chance, and so did those of many tips of the hour."""
    BUCKET_QUOTA = "bucket_quota"
    POSTER_QUOTA = "poster_quota"
    UNIT_QUOTA = "unit_quota"
    TOTAL_QUOTA = "total_quota"


OF_A_MACHINE = frozenset(
    {
        QuarantineReason.HONEYPOT,
        QuarantineReason.TOO_FAST,
        QuarantineReason.FORM_REUSED,
        QuarantineReason.ALIKE,
        QuarantineReason.NOT_TOLD,
    }
)
"""Reasons that lie in the tip itself; by the others a person's may wait apart as well."""


def is_emergency(story: str) -> bool:
    """Whether the words speak of danger to life: such a tip never waits apart, unless it copies
    word for word what lies in the inbox."""
    spoken = _EMERGENCY.search(story.lower()) or _WITHOUT_MARKS.search(fold(story))
    return bool(spoken) or someone_held(story)

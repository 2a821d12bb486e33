"""Which passwords may be chosen: long enough, and not what everybody tries first."""

import re
from functools import cache
from pathlib import Path

from domain.people.passwords import normal
from domain.sentence import Sentence
from domain.text import fold

WITH_SECOND_FACTOR = 12
ALONE = 15
"""Characters, as NIST SP 800-63B-4 has it for a password that stands alone."""
LONGEST = 200
_LIST = Path(__file__).parent / "data" / "weak_passwords.txt"


@cache
def _weak() -> frozenset[str]:
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", fold(normal(text)))


def _core(plain: str) -> str:
    """Without digits at either end: "dongthap2024" is "dongthap"."""
    return plain.strip("0123456789")


def _is_common(text: str) -> bool:
    plain = _letters_and_digits(text)
    core = _core(plain)
    if plain in _weak() or len(set(plain or text)) < 5:
        return True
    return bool(core) and any(core == word * (len(core) // len(word)) for word in _weak())


def problem(text: str, *, username: str, at_least: int) -> str:
    """Why this cannot be the password, as a sentence; empty when it can."""
    length = len(normal(text))
    if length < at_least:
        return Sentence(
            "Mật khẩu cần ít nhất %(least)s ký tự. Một câu dài dễ nhớ là tốt nhất.", least=at_least
        )
    if length > LONGEST:
        return Sentence("Mật khẩu dài tối đa %(most)s ký tự.", most=LONGEST)
    if _letters_and_digits(username) and _core(_letters_and_digits(text)) == _core(
        _letters_and_digits(username)
    ):
        return Sentence("Mật khẩu không được giống tên đăng nhập.")
    if _is_common(text):
        return Sentence("Mật khẩu này nhiều người dùng nên dễ đoán. Chọn câu khác.")
    return ""

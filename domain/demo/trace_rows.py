"""Suspects' numbers in the demo: mostly each tip's own, some the same in several communes."""

import re
from collections.abc import Sequence
from random import Random

from domain.demo.texts import Mark
from domain.tips.identifiers import Identifier, IdentifierKind

_AS_TOLD = 0.4
"""The part of marks that stay as the story has them, so that a few tips name the same."""
_SAME_FOR_ALL = {IdentifierKind.BANK, IdentifierKind.ACCOUNT_HOLDER}
_LAST_DIGITS = re.compile(r"\d{3}(?=\D*$)")


class TraceMaker:
    """Makes identifiers from the marks of stories; its chance is its own, so that nothing else of
    the demo changes with it."""

    def __init__(self) -> None:
        self._chance = Random(47)  # noqa: S311

    def of(self, marks: Sequence[Mark]) -> tuple[Identifier, ...]:
        """What a tip that tells this story names."""
        known = set(IdentifierKind)
        return tuple(
            Identifier(IdentifierKind(mark.kind), self._value(mark))
            for mark in marks
            if mark.kind in known
        )

    def _value(self, mark: Mark) -> str:
        if mark.kind in _SAME_FOR_ALL or self._chance.random() < _AS_TOLD:
            return mark.value
        other = f"{self._chance.randrange(1_000):03d}"
        if mark.kind == IdentifierKind.URL:
            return mark.value.replace(".example", f"-{other}.example")
        return _LAST_DIGITS.sub(other, mark.value)

"""A text as its shapes are looked for: digits of full width narrow, every dash the plain one, and
what stands unseen between digits left out."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_NARROW = dict(zip(range(0xFF10, 0xFF1A), "0123456789", strict=True))
_AS_PLAIN = str.maketrans(
    {
        **_NARROW,
        **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d"), "-"),
        **dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000"), " "),
        ord("\uff0b"): "+",
        ord("\uff20"): "@",
        ord("\uff0e"): ".",
    }
)
"""One letter for one, so that every place stays the same."""
_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff\u20e3]+")
"""Marks without width, and the frame that makes a picture of a key out of a digit."""


class Legible(NamedTuple):
    """A text without what is unseen, and where each letter of it stood; None: all as it was."""

    text: str
    places: Sequence[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where something stands in the text as it was written."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def legible(text: str) -> Legible:
    """The text as its shapes are looked for."""
    if text.isascii():
        return Legible(text, None)
    plain = text.translate(_AS_PLAIN)
    if not _UNSEEN.search(plain):
        return Legible(plain, None)
    places = [at for at, char in enumerate(plain) if not _UNSEEN.match(char)]
    return Legible("".join(plain[at] for at in places), places)

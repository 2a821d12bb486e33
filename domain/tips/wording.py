"""Whether the words of a story follow one another as words do when somebody tells something.

Two words that people often say one after the other count for it, and two that are both common and
never stand side by side count against it. A word that is not known says nothing: slips of the
keyboard, names and other languages are no sign of a machine, only a text that has hardly any.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log
from pathlib import Path

from domain.tips.alike import words_of

_TALK = Path(__file__).with_name("data") / "how_people_talk.txt"
_NUMBER = "0"
"""What `alike` makes of numbers, links and noise."""
_FEWEST = 10
"""Words of a story that can be judged."""
_LEAST_KNOWN = 0.3
"""The part of its words that people use."""
_DOUBT = 10.0
"""How many sightings of a word weigh as much as knowing nothing about what follows it."""
_WORST = -2.0
"""What one pair can say against a story."""
_IN_ORDER = -0.35
"""The mean of what its pairs say, from which on a story counts as told. Of words in no order one
text in seventy reaches it; of people's, one in forty does not."""


class Wording:
    """How words follow one another in texts that people wrote."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        self._firsts: Counter[str] = Counter()
        self._pairs: Counter[tuple[str, str]] = Counter()
        for text in texts:
            words = words_of(text)
            self._words.update(words)
            self._firsts.update(words[:-1])
            self._pairs.update(pairwise(words))
        self._all = self._words.total() + len(self._words) / 2

    def is_told(self, story: str) -> bool:
        """Whether a story reads as told by somebody; true for what is too short to judge."""
        words = words_of(story)
        plain = [word for word in words if word != _NUMBER]
        if len(plain) < _FEWEST:
            return True
        known = sum(word in self._words for word in plain)
        return known >= _LEAST_KNOWN * len(words) and self.order(words) >= _IN_ORDER

    def order(self, words: Sequence[str]) -> float:
        """What the pairs of words say on the mean, as logarithms; 0 for knowing nothing."""
        said = [self._said(a, b) for a, b in pairwise(words) if _NUMBER not in (a, b)]
        return sum(said) / len(said) if said else 0.0

    def _said(self, first: str, second: str) -> float:
        alone = (self._words[second] + 0.5) / self._all
        seen = self._pairs[first, second] + _DOUBT * alone
        return max(_WORST, log(seen / (self._firsts[first] + _DOUBT) / alone))


def talk() -> list[str]:
    """Stories and remarks in the words of people, one a line."""
    return _TALK.read_text("utf-8").splitlines()

"""How alike stories are: by the runs of three words that they share, whatever numbers they bear."""

import re
from collections.abc import Set as AbstractSet

from domain.text import fold

Runs = AbstractSet[tuple[str, ...]]
RUN = 3
_LONGEST = 4_000
"""Letters compared: a long story repeats itself at its beginning or not at all."""
_WORD = re.compile(r"\w(?:[\w./:@-]*\w)?")
_LONGEST_WORD = 7
"""No Vietnamese syllable has more letters: what has is a name, a link or noise."""


def words_of(story: str) -> list[str]:
    """The story's words without marks; numbers, links and names of machines are all one word."""
    found = _WORD.findall(fold(story[:_LONGEST]))
    return [word if word.isalpha() and len(word) <= _LONGEST_WORD else "0" for word in found]


def runs_of(story: str) -> Runs:
    """The runs of three words in a story; a story of fewer words is one run. Empty for none."""
    words = words_of(story)
    if len(words) <= RUN:
        return {tuple(words)} if words else set()
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}

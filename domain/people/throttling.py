"""How long the next try must wait after failed ones. Slows guessing; never locks anybody out."""

import math

FIRST_WAIT = 12
"""Seconds: after the free tries, five a minute."""
LONGEST_WAIT = 42
_GROWTH = 1.5


def wait_after(
    tries: int, *, free: int, first: int = FIRST_WAIT, longest: int = LONGEST_WAIT
) -> int:
    """Seconds between the last of `tries` tries and the next; the first `free` cost nothing."""
    over = tries - free
    if over < 0:
        return 0
    return min(longest, math.ceil(first * _GROWTH ** min(over, 10)))

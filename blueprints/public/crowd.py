"""What was sent within the last hour, in memory, so that copies of one text can be told."""

import threading
from collections import Counter, deque

from domain.tips.alike import runs_of

MOST = 1_000
"""Stories remembered; those of longest ago are forgotten first."""
_OF_A_HUNDRED = 100
"""Of many stories, one in a hundred must hold a run before it counts as repeated."""


class Crowd:
    """Runs of words of the stories of the last while. No word of them is kept, only what each run
    hashes to under the salt of this process, and that no longer than the while."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._held: dict[bytes, deque[tuple[float, set[int]]]] = {}
        self._seen: dict[bytes, Counter[int]] = {}
        self._lock = threading.Lock()

    def add(self, key: bytes, story: str, at: float, *, from_size: int) -> float:
        """Remember a story under a key; which part of it was sent before, from 0 to 1.

        0 while fewer than `from_size` stories are remembered: a few neighbours who tell of one
        thing are no flood.
        """
        runs = {hash(run) for run in runs_of(story)}
        with self._lock:
            held = self._held.setdefault(key, deque())
            seen = self._seen.setdefault(key, Counter())
            while held and (held[0][0] <= at - self._seconds or len(held) >= MOST):
                _forget(seen, held.popleft()[1])
            size = len(held)
            times = max(1, size // _OF_A_HUNDRED)
            known = sum(seen[run] >= times for run in runs)
            held.append((at, runs))
            seen.update(runs)
        return known / len(runs) if runs and size >= from_size else 0.0

    def forget_all(self) -> None:
        """Start again from nothing."""
        with self._lock:
            self._held.clear()
            self._seen.clear()


def _forget(seen: Counter[int], runs: set[int]) -> None:
    for run in runs:
        seen[run] -= 1
        if not seen[run]:
            del seen[run]

"""Counting what comes too often, in memory: how many in the last minutes, under any key."""

import threading
from collections import OrderedDict, deque

MOST_KEYS = 20_000
"""What is counted longest ago is forgotten first; memory stays flat under any flood."""


class Window:
    """Counts by key over a sliding window. Instants are seconds of one clock."""

    def __init__(self, seconds: float, *, most: int = 20_000) -> None:
        """`most` bounds how far one key is counted: what is above no limit asks about."""
        self._seconds, self._most = seconds, most
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, key: bytes, at: float) -> int:
        """Count one more and return how many the window now holds, this one included."""
        with self._lock:
            seen = self._seen.setdefault(key, deque(maxlen=self._most))
            self._seen.move_to_end(key)
            if len(self._seen) > MOST_KEYS:
                self._seen.popitem(last=False)
            seen.append(at)
            return self._prune(seen, at)

    def count(self, key: bytes, at: float) -> int:
        """How many the window holds."""
        with self._lock:
            seen = self._seen.get(key)
            return self._prune(seen, at) if seen else 0

    def last(self, key: bytes) -> float:
        """When the newest came; minus infinity when there is none."""
        with self._lock:
            seen = self._seen.get(key)
            return seen[-1] if seen else float("-inf")

    def forget_all(self) -> None:
        """Start again from nothing."""
        with self._lock:
            self._seen.clear()

    def _prune(self, seen: deque[float], at: float) -> int:
        while seen and seen[0] <= at - self._seconds:
            seen.popleft()
        return len(seen)

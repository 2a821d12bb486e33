"""Values kept for a short while in this process: what is read at every scan and rarely changes."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


_ALL: list["Keep[Any]"] = []


def forget_everything() -> None:
    """Start again from nothing, everywhere."""
    for keep in _ALL:
        keep.forget_all()


class Keep(Generic[T]):
    """The values most recently asked for, each for some seconds."""

    def __init__(self, *, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._lock = threading.Lock()
        _ALL.append(self)

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value at hand, or a new one; what `make` raises is not kept."""
        at = time.monotonic()
        with self._lock:
            held = self._kept.get(key)
            if held and held[0] > at:
                self._kept.move_to_end(key)
                return held[1]
        made = make()
        with self._lock:
            self._kept[key] = (at + self._seconds, made)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def peek(self, key: Hashable) -> T | None:
        """The value at hand, if any."""
        with self._lock:
            held = self._kept.get(key)
        return held[1] if held and held[0] > time.monotonic() else None

    def forget_all(self) -> None:
        """Start again from nothing."""
        with self._lock:
            self._kept.clear()

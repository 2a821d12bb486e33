"""Photos that arrive at this moment: whoever comes back after a cut is told where the try before
ended, not a byte that it is just passing."""

import time
from collections import Counter
from collections.abc import Callable
from threading import Condition
from uuid import UUID

from flask import Blueprint, g, request

STEP = 0.3
"""Seconds without a further byte after which an earlier try is taken for dead."""
MOST = 3.0
"""Seconds that a phone waits for an answer: a slow line would hold it for as long as it moves."""
WAITING = 3
"""Phones that wait so at once, for one photo each; the server's threads are few."""


class Arriving:
    """Whose bytes are being written down; nothing of it outlasts the requests."""

    def __init__(self) -> None:
        self._now: Counter[UUID] = Counter()
        self._waiting: set[UUID] = set()
        self._ended = Condition()

    def begin(self, upload_id: UUID) -> None:
        """A piece of this upload comes."""
        with self._ended:
            self._now[upload_id] += 1

    def end(self, upload_id: UUID) -> None:
        """It came, or its line dropped."""
        with self._ended:
            self._now -= Counter([upload_id])
            self._ended.notify_all()

    def is_at(self, upload_id: UUID) -> bool:
        """Whether a piece of it comes."""
        return upload_id in self._now

    def settle(self, upload_id: UUID, held: Callable[[], int]) -> bool:
        """Wait until no more of it is written down: what a phone sent before its line dropped is
        here, but may not have been read. `held` says how many bytes are written. False when it
        still comes: what the network holds of an earlier try, or from another phone; and when
        enough others wait."""
        with self._ended:
            if upload_id in self._waiting or len(self._waiting) >= WAITING:
                return False
            self._waiting.add(upload_id)
        try:
            return self._wait(upload_id, held)
        finally:
            with self._ended:
                self._waiting.discard(upload_id)

    def _wait(self, upload_id: UUID, held: Callable[[], int]) -> bool:
        until, before = time.monotonic() + MOST, -1
        while self.is_at(upload_id) and time.monotonic() < until:
            if (written := held()) == before:
                return True
            before = written
            with self._ended:
                self._ended.wait_for(lambda: not self.is_at(upload_id), STEP)
        return not self.is_at(upload_id)


now = Arriving()


def _begin() -> None:
    """Before anything is asked of the database: the phone may be back before that is answered."""
    if request.method == "PATCH" and request.view_args:
        g.arriving = request.view_args["upload_id"]
        now.begin(g.arriving)


def _end(_: BaseException | None) -> None:
    if upload_id := g.pop("arriving", None):
        now.end(upload_id)


def register(bp: Blueprint) -> None:
    """Note what arrives through the addresses of `bp`."""
    bp.before_request(_begin)
    bp.teardown_request(_end)

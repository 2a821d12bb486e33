"""How many photos arrive at once, and how many villagers may begin: counted where they come from,
never who they are."""

import contextlib
from collections import Counter
from collections.abc import Iterator
from threading import Lock
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from domain.errors import Refusal
from domain.media.upload_models import Upload, Zone
from domain.media.uploads import Announced
from domain.sentence import Sentence
from web.context import now, session, settings
from web.slow_down import SlowDown, here

LINES = {Zone.STAFF: 6, Zone.PUBLIC: 2}
"""Photos that arrive at the same moment through each door; half of the server's threads."""
LINES_OF_ONE = 2
"""Of one officer, or for one form of a villager."""
FREE = 60
"""Begun from one network within a quarter of an hour; more must wait for one another."""


class TooFast(Refusal):
    """Too many were begun from one network; `seconds` later the next may be."""

    sentence = Sentence("Gửi nhiều quá. Chờ một chút rồi thử lại.")

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


class Crowded(Refusal):
    """As many photos arrive at this moment as may."""

    sentence = Sentence("Máy chủ đang nhận nhiều hình. Ít phút nữa gửi lại.")


class PhotosClosed(Refusal):
    """Villagers' photos are not taken at present; their words are."""

    sentence = Sentence("Hiện chưa nhận hình. Phần chữ vẫn gửi được.")


def require_open_door(announced: Announced) -> None:
    """Raise `PhotosClosed` or `TooFast`; what was begun before always goes on."""
    if announced.zone is Zone.STAFF or session().get(Upload, announced.id) is not None:
        return
    if not settings()["photos_open"]:
        raise PhotosClosed
    begun = cast("SlowDown", current_app.extensions["uploads_begun"])
    if wait := begun.take(here(), now()):
        raise TooFast(wait)


class Lines:
    """Who sends a photo at this moment; nothing of it outlasts the request."""

    def __init__(self) -> None:
        self._busy: Counter[tuple[Zone, UUID]] = Counter()
        self._lock = Lock()

    def take(self, zone: Zone, who: UUID) -> bool:
        """Whether there was one left."""
        with self._lock:
            through_this_door = sum(n for (door, _), n in self._busy.items() if door is zone)
            is_free = through_this_door < LINES[zone] and self._busy[zone, who] < LINES_OF_ONE
            self._busy[zone, who] += is_free
            return is_free

    def leave(self, zone: Zone, who: UUID) -> None:
        """Give one back."""
        with self._lock:
            self._busy -= Counter([(zone, who)])


@contextlib.contextmanager
def line_to_spare(zone: Zone, who: UUID) -> Iterator[None]:
    """Bodies arrive for minutes, each on a thread of the server's few: the others stay free for
    words, and no villager's photo holds up an officer's. Raises `Crowded`."""
    lines: Lines = current_app.extensions["upload_lines"]
    if not lines.take(zone, who):
        raise Crowded
    try:
        yield
    finally:
        lines.leave(zone, who)


def init_app(app: Flask) -> None:
    """A fresh count for this app; tests ask to forget it."""
    begun = SlowDown(free=FREE, first=2, longest=30)
    app.extensions["uploads_begun"] = begun
    app.extensions["upload_lines"] = Lines()
    app.extensions.setdefault("forget_limits", []).append(begun.forget_all)

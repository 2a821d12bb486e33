"""How many photos arrive at once, and how many villagers may begin: counted where they come from,
never who they are."""

import contextlib
from collections.abc import Iterator
from threading import BoundedSemaphore
from typing import cast

from flask import Flask, current_app

from domain.errors import Refusal
from domain.media.upload_models import Upload, Zone
from domain.media.uploads import Announced
from domain.sentence import Sentence
from web.context import now, session, settings
from web.slow_down import SlowDown, here

LINES = 8
"""Photos that arrive at the same moment; half of the server's threads."""
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


@contextlib.contextmanager
def line_to_spare() -> Iterator[None]:
    """Bodies arrive for minutes, each on a thread of the server's few: the others stay free for
    words. Raises `Crowded`."""
    lines = cast("BoundedSemaphore", current_app.extensions["upload_lines"])
    if not lines.acquire(blocking=False):
        raise Crowded
    try:
        yield
    finally:
        lines.release()


def init_app(app: Flask) -> None:
    """A fresh count for this app; tests ask to forget it."""
    begun = SlowDown(free=FREE, first=2, longest=30)
    app.extensions["uploads_begun"] = begun
    app.extensions["upload_lines"] = BoundedSemaphore(LINES)
    app.extensions.setdefault("forget_limits", []).append(begun.forget_all)

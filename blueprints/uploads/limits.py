"""How many photos villagers may begin: counted where they come from, never who they are."""

from typing import cast

from flask import Flask, current_app

from domain.errors import Refusal
from domain.media.upload_models import Upload, Zone
from domain.media.uploads import Announced
from domain.sentence import Sentence
from web.context import now, session, settings
from web.slow_down import SlowDown, here

FREE = 60
"""Begun from one network within a quarter of an hour; more must wait for one another."""


class TooFast(Refusal):
    """Too many were begun from one network; `seconds` later the next may be."""

    sentence = Sentence("Gửi nhiều quá. Chờ một chút rồi thử lại.")

    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


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


def init_app(app: Flask) -> None:
    """A fresh count for this app; tests ask to forget it."""
    begun = SlowDown(free=FREE, first=2, longest=30)
    app.extensions["uploads_begun"] = begun
    app.extensions.setdefault("forget_limits", []).append(begun.forget_all)

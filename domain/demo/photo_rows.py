"""Photos of the demo: a dozen drawn masters, made safe like any photo and used again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any
from uuid import UUID

from domain.demo.pictures import Scene, masters
from domain.media.photo import SafePhoto
from domain.media.problems import PhotoProblem
from domain.media.services import put_for_tip
from domain.media.store import Store
from domain.vault.sealing import RecordKey

MakeSafe = Callable[[bytes], SafePhoto]
_SCREENS = (Scene.CHAT, Scene.SLIP)


@dataclass(frozen=True, slots=True)
class _Kept:
    scene: Scene
    safe: SafePhoto
    file_key: str
    thumb_key: str


class PhotoMaker:
    """Hands out photo rows; files of staff records are stored once."""

    def __init__(self, store: Store, make_safe: MakeSafe, rng: Random, seed: int) -> None:
        self._store, self._rng = store, rng
        self._kept = []
        for master in masters(seed):
            safe = make_safe(master.jpeg)
            file_key, thumb_key = store.put_photo(safe)
            self._kept.append(_Kept(master.scene, safe, file_key, thumb_key))

    def _row(self, kept: _Kept, position: int, on: date) -> dict[str, Any]:
        return {
            "id": UUID(int=self._rng.getrandbits(128), version=4),
            "record_kind": "",
            "record_id": None,
            "claim": None,
            "position": position,
            "width": kept.safe.width,
            "height": kept.safe.height,
            "file_key": kept.file_key,
            "thumb_key": kept.thumb_key,
            "is_sealed": False,
            "original_key": "",
            "original_sha256": "",
            "received_sha256": b"",
            "file_name": f"vi-du-{position + 1}.jpg",
            "problem": "",
            "created_on": on,
        }

    def for_field(self, on: date, count: int) -> list[dict[str, Any]]:
        """Rows of pictures taken in the field, without a record yet."""
        fit = [kept for kept in self._kept if kept.scene not in _SCREENS]
        chosen = self._rng.sample(fit, min(count, len(fit)))
        return [self._row(kept, position, on) for position, kept in enumerate(chosen)]

    def broken(self, on: date) -> dict[str, Any]:
        """A photo that came in half and could not be read: its name is all there is."""
        row = self._row(self._kept[0], 0, on)
        return row | {
            "file_key": "",
            "thumb_key": "",
            "width": 0,
            "height": 0,
            "file_name": "hinh-gui-do-dang.jpg",
            "problem": PhotoProblem.TRUNCATED.value,
        }

    def for_tip(self, tip_id: UUID, key: RecordKey, on: date) -> list[dict[str, Any]]:
        """A chat or slip, sealed under the tip's own key."""
        fit = [kept for kept in self._kept if kept.scene in _SCREENS]
        kept = self._rng.choice(fit)
        row = self._row(kept, 0, on)
        file_key, thumb_key = put_for_tip(self._store, key, row["id"], kept.safe)
        return [
            row
            | {
                "record_kind": "tip",
                "record_id": tip_id,
                "file_key": file_key,
                "thumb_key": thumb_key,
                "is_sealed": True,
                "file_name": "",
            }
        ]


def given_to(rows: list[dict[str, Any]], kind: str, record_id: UUID) -> list[dict[str, Any]]:
    """The rows as photos of a record."""
    return [row | {"record_kind": kind, "record_id": record_id} for row in rows]

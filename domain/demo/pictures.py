"""The demo's photos: drawn by code, the same bytes for the same seed, nobody's real picture."""

import io
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from random import Random

MASTERS = 12
"""How many photos the demo shares among all its records."""
_QUALITY = 80


class Scene(StrEnum):
    """What a drawn photo shows."""

    MARKET = "market"
    MEETING = "meeting"
    LEAFLET = "leaflet"
    POSTER = "poster"
    CHAT = "chat"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG and what it shows."""

    scene: Scene
    jpeg: bytes


def photo(scene: Scene, seed: int) -> bytes:
    """Draw one picture of about two megapixels; the same scene and seed give the same JPEG bytes.

    Pillow is imported here, on first use, because the demo's other data needs none of it.
    """
    from domain.demo import scenes, screens

    draw = {
        Scene.MARKET: scenes.market,
        Scene.MEETING: scenes.meeting,
        Scene.LEAFLET: scenes.leaflet,
        Scene.POSTER: scenes.poster,
        Scene.CHAT: screens.chat,
        Scene.SLIP: screens.slip,
    }[scene]
    out = io.BytesIO()
    draw(Random(f"{scene}-{seed}")).save(out, "JPEG", quality=_QUALITY)  # noqa: S311
    return out.getvalue()


@lru_cache(maxsize=1)
def masters(seed: int) -> tuple[Photo, ...]:
    """The dozen photos that all records of a demo share, two of each scene."""
    scenes = tuple(Scene)
    return tuple(
        Photo(scene, photo(scene, seed * MASTERS + number))
        for number in range(MASTERS)
        for scene in (scenes[number % len(scenes)],)
    )


def broken_photo() -> bytes:
    """A JPEG that stops in the middle, as a lost connection leaves it."""
    whole = photo(Scene.LEAFLET, 0)
    return whole[: len(whole) // 2]

"""Photos as cameras write them: with a clock, a zone and a place."""

import io
from functools import cache

from PIL import Image

from tests.support.images import saved, scene


@cache
def taken_photo(
    at: str = "",
    *,
    offset: str = "",
    place: tuple[float, float] | None = None,
    kind: str = "JPEG",
    seed: int = 7,
) -> bytes:
    """A small photo; `at` as EXIF writes it, "2024:06:05 07:30:00", `place` in degrees."""
    block = Image.Exif()
    block[0x010F] = "Phone"
    if at:
        block.get_ifd(0x8769)[0x9003] = at
    if offset:
        block.get_ifd(0x8769)[0x9011] = offset
    if place is not None:
        gps = block.get_ifd(0x8825)
        for tag, side, degrees in ((1, "NS", place[0]), (3, "EW", place[1])):
            gps[tag] = side[degrees < 0]
            gps[tag + 1] = _in_parts(abs(degrees))
    return saved(scene(160, 120, seed=seed), kind, exif=block)


def _in_parts(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3)


def file(name: str, *, at: str = "", **how: object) -> tuple[io.BytesIO, str]:
    """Such a photo as a form carries it."""
    return io.BytesIO(taken_photo(at, **how)), name

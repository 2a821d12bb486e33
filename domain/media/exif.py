"""Read when and where a photo was taken. Runs only inside the limited photo process.

Tags as in EXIF 2.32 (CIPA DC-008), 4.6.5 and 4.6.6. Nothing here may load a module on demand.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from PIL import Image

from domain.media.taken import Reads, Taken

_EXIF, _GPS = 0x8769, 0x8825
_TIMES = ((0x9003, 0x9011), (0x9004, 0x9012))
"""DateTimeOriginal and DateTimeDigitized, each with its offset from UTC."""
_WRITTEN = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")
_HERE = timedelta(hours=7)
"""The clock in Vietnam is this far from UTC, and has been since 1975."""
_DECIMALS = 4


def taken(image: Image.Image, reads: Reads) -> Taken | None:
    """What was asked for, as far as it can be read; a damaged part counts as none."""
    if not reads:
        return None
    try:
        block = image.getexif()
        at = _time(block.get_ifd(_EXIF)) if Reads.TIME in reads else None
        place = _place(block.get_ifd(_GPS)) if Reads.PLACE in reads else None
    except Exception:
        # A stranger's bytes make the reader raise almost anything; all mean the same here.
        return None
    return Taken(at=at, place=place)


def _time(part: Mapping[int, Any]) -> datetime | None:
    for tag, offset in _TIMES:
        if found := _WRITTEN.match(str(part.get(tag, ""))):
            return _clock(found, str(part.get(offset, "")))
    return None


def _clock(found: re.Match[str], offset: str) -> datetime | None:
    year, month, day, hour, minute, second = (int(number) for number in found.groups())
    try:
        written = datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - a wall clock.
        return written + _to_here(offset)
    except (ValueError, OverflowError):
        return None


def _to_here(offset: str) -> timedelta:
    """How far the camera's zone lies behind Vietnam's; none when it does not say."""
    found = _OFFSET.match(offset)
    if found is None:
        return timedelta()
    sign = -1 if found[1] == "-" else 1
    return _HERE - sign * timedelta(hours=int(found[2]), minutes=int(found[3]))


def _place(part: Mapping[int, Any]) -> tuple[float, float] | None:
    latitude = _degrees(part.get(2), part.get(1), "S")
    longitude = _degrees(part.get(4), part.get(3), "W")
    if latitude is None or longitude is None or (latitude, longitude) == (0.0, 0.0):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


def _degrees(parts: Sequence[Any] | None, side: Any, negative: str) -> float | None:
    """Degrees, minutes and seconds as one number; None when there is none, or not a number."""
    if parts is None:
        return None
    degrees, minutes, seconds = (float(part) for part in parts)
    found = round(degrees + minutes / 60 + seconds / 3600, _DECIMALS)
    if found != found:  # Zero by zero is how a camera writes that it does not know.
        return None
    return -found if str(side).startswith(negative) else found

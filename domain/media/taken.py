"""When and where a photo was taken, as its camera wrote it: read on request, kept with no photo."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntFlag


class Reads(IntFlag):
    """What is asked of a photo besides its picture; an officer ticks each on purpose."""

    NOTHING = 0
    TIME = 1
    PLACE = 2
    CODES = 4
    """What the QR codes in it say, and nothing else: no picture is made."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a camera wrote. A clock may be wrong: `plausible` of whoever uses it decides."""

    at: datetime | None = None
    """The clock on the wall in Vietnam, without a zone."""
    place: tuple[float, float] | None = None
    """Latitude and longitude in degrees, to about ten metres."""


def packed(taken: Taken | None) -> bytes:
    """As it travels between the two processes; empty when there is nothing."""
    if taken is None or (taken.at is None and taken.place is None):
        return b""
    at = taken.at.isoformat() if taken.at else ""
    place = " ".join(map(str, taken.place or ()))
    return f"{at}|{place}".encode()


def unpacked(data: bytes) -> Taken | None:
    """What `packed` made."""
    if not data:
        return None
    at, place = data.decode().split("|")
    latitude, longitude = (float(part) for part in place.split()) if place else (0.0, 0.0)
    return Taken(
        at=datetime.fromisoformat(at) if at else None,
        place=(latitude, longitude) if place else None,
    )

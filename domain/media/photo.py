"""A photo that was made safe: our own encoder's output, small enough to show, with no metadata."""

from dataclasses import dataclass

from domain.media.taken import Taken


@dataclass(frozen=True, slots=True)
class SafePhoto:
    """Two JPEG files of our own making. Width and height are in pixels as the photo is seen.

    The picture may carry one bare orientation tag, so `width` and `height` are the upright ones;
    the thumb, at most 320 px a side, carries nothing.
    """

    picture: bytes
    thumb: bytes
    width: int
    height: int
    taken: Taken | None = None
    """Only when it was asked for; no store keeps it."""

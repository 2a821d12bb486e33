"""The header of a JPEG file, segment by segment: proof that only our encoder's bytes are left."""

from collections.abc import Iterator

_START_OF_SCAN = 0xDA
_END_OF_IMAGE = b"\xff\xd9"
_TABLES_AND_FRAME = {0xC0, 0xC4, 0xDB, _START_OF_SCAN}
_JFIF = (0xE0, 14, b"JFIF\0")


def bare_orientation(orientation: int) -> bytes:
    """An EXIF segment's payload with the orientation tag (0x0112) and nothing else."""
    return (
        b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
        + orientation.to_bytes(1)
        + b"\0\0\0\0\0\0"
    )


def segments(jpeg: bytes) -> Iterator[tuple[int, bytes]]:
    """Each header segment as marker and payload, up to and with the first start of scan."""
    at = 2
    marker = 0
    while marker != _START_OF_SCAN and at + 4 <= len(jpeg):
        marker = jpeg[at + 1]
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        yield marker, jpeg[at + 4 : end]
        at = end


def is_bare(jpeg: bytes) -> bool:
    """True when nothing but what our encoder needs, and at most one orientation tag, is there."""
    return jpeg.endswith(_END_OF_IMAGE) and all(
        _is_needed(marker, payload) for marker, payload in segments(jpeg)
    )


def _is_needed(marker: int, payload: bytes) -> bool:
    number, length, name = _JFIF
    if marker == number:
        return len(payload) == length and payload.startswith(name)
    if marker == 0xE1:
        return any(payload == bare_orientation(value) for value in range(2, 9))
    return marker in _TABLES_AND_FRAME

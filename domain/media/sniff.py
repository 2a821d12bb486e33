"""What a file is by its first bytes, and the refusals that need no decoder."""

from enum import StrEnum

from domain.media.problems import PhotoProblem


class PhotoFormat(StrEnum):
    """The only formats a decoder is ever asked for, by the decoder's names."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WEBP"


MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS: dict[PhotoFormat, int] = {
    PhotoFormat.JPEG: 120_000_000,  # The decoder shrinks while it decodes, so memory stays small.
    PhotoFormat.PNG: 40_000_000,  # Unpacked whole, four bytes a pixel.
    PhotoFormat.WEBP: 24_000_000,  # Its decoder holds several whole copies: 400 MB at this size.
}

_HEIC_BRANDS = {
    b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1",
}  # fmt: skip
_AVIF_BRANDS = {b"avif", b"avis"}
_PREFIXES: tuple[tuple[bytes, PhotoFormat | PhotoProblem], ...] = (
    (b"\xff\xd8\xff", PhotoFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", PhotoFormat.PNG),
    (b"GIF87a", PhotoProblem.GIF),
    (b"GIF89a", PhotoProblem.GIF),
    (b"II*\0", PhotoProblem.TIFF),
    (b"MM\0*", PhotoProblem.TIFF),
    (b"%PDF-", PhotoProblem.PDF),
    (b"\x1a\x45\xdf\xa3", PhotoProblem.VIDEO),  # Matroska and WebM
)
_RIFF_KINDS: dict[bytes, PhotoFormat | PhotoProblem] = {
    b"WEBP": PhotoFormat.WEBP,
    b"AVI ": PhotoProblem.VIDEO,
}


def problem_at_sight(data: bytes) -> PhotoProblem | None:
    """The refusal that size and first bytes already decide; None when a decoder has to look."""
    if not data:
        return PhotoProblem.EMPTY
    if len(data) > MOST_BYTES:
        return PhotoProblem.TOO_HEAVY
    found = _kind(data)
    return found if isinstance(found, PhotoProblem) else None


def photo_format(data: bytes) -> PhotoFormat:
    """The one decoder that may see these bytes; call only where `problem_at_sight` is None."""
    return PhotoFormat(_kind(data))


def _kind(data: bytes) -> PhotoFormat | PhotoProblem:
    for prefix, kind in _PREFIXES:
        if data.startswith(prefix):
            return kind
    if data.startswith(b"RIFF"):
        return _RIFF_KINDS.get(data[8:12], PhotoProblem.NOT_A_PHOTO)
    if data[4:8] == b"ftyp":
        return _boxed_kind(data)
    return PhotoProblem.SVG if _is_svg(data) else PhotoProblem.NOT_A_PHOTO


def _boxed_kind(data: bytes) -> PhotoProblem:
    """Tell HEIC, AVIF and video apart by the brands of an ISO base media file (ISO 14496-12)."""
    size = min(int.from_bytes(data[:4]), 256)
    brands = {data[8:12], *(data[at : at + 4] for at in range(16, size, 4))}
    if brands & _AVIF_BRANDS:
        return PhotoProblem.AVIF
    return PhotoProblem.HEIC if brands & _HEIC_BRANDS else PhotoProblem.VIDEO


def _is_svg(data: bytes) -> bool:
    start = data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith(b"<") and b"<svg" in start

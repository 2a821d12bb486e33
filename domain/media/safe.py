"""Decode a stranger's photo and encode it anew. Runs only inside the limited photo process."""

import io
import itertools
import math
import warnings
from dataclasses import replace

from PIL import Image, JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin

from domain.media.exif import taken
from domain.media.photo import SafePhoto
from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.segments import bare_orientation, is_bare
from domain.media.sniff import MOST_PIXELS, photo_format, problem_at_sight
from domain.media.taken import Reads

PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, WebPImagePlugin)
"""Imported by name: the limited process opens no file later, so nothing may load on demand."""

LONG_SIDE = 2048
THUMB_SIDE = 320
STRIP_PIXELS = 2048 * 1536
JPEG_STEPS = (1, 2, 4, 8)
"""The scales a JPEG decoder reaches inside its own transform, for less than a full decode costs."""

BAND_ROWS = 64
PICTURE_QUALITY = 80
THUMB_QUALITY = 75
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def make_safe(data: bytes, reads: Reads = Reads.NOTHING) -> SafePhoto:
    """Turn the bytes received into two JPEG files of our own; `BrokenPhoto` says why not.

    JPEG is shrunk by the decoder alone; PNG and WebP by averaging whole boxes of pixels. No colour
    profile, text, place, thumbnail, second picture or trailing file survives; a turned JPEG keeps
    one orientation tag, because turning the pixels would cost as much as decoding them.
    """
    if problem := problem_at_sight(data):
        raise BrokenPhoto(problem)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _make(data, reads)
    except BrokenPhoto:
        raise
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise BrokenPhoto(PhotoProblem.TOO_MANY_PIXELS) from None
    except MemoryError:
        raise BrokenPhoto(PhotoProblem.DECODER_FAILED) from None
    except Exception:
        # A decoder answers a damaged file with almost any exception; all mean the same here.
        raise BrokenPhoto(PhotoProblem.TRUNCATED) from None


def _make(data: bytes, reads: Reads) -> SafePhoto:
    kind = photo_format(data)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS[kind]
    with Image.open(io.BytesIO(data), formats=(kind,)) as image:
        if image.width * image.height > MOST_PIXELS[kind]:
            raise BrokenPhoto(PhotoProblem.TOO_MANY_PIXELS)
        told, orientation = taken(image, reads), _orientation(image)
        if kind == "JPEG":
            return replace(_encoded(_decoded_jpeg(image), orientation), taken=told)
        turned = _turned(_boxed(image), orientation)
        return replace(_encoded(turned, orientation=1), taken=told)


def _decoded_jpeg(image: Image.Image) -> Image.Image:
    """Let the decoder's own scale choose the size; its result is never resampled."""
    width, height = image.size
    step = next((step for step in JPEG_STEPS if _fits(width, height, step)), JPEG_STEPS[-1])
    image.draft(None, (max(1, width // step), max(1, height // step)))
    image.load()
    return image if image.mode in {"RGB", "L"} else image.convert("RGB")


def _boxed(image: Image.Image) -> Image.Image:
    """Average boxes of whole pixels on white, band by band, so that one full copy is enough."""
    width, height = image.size
    step = next(step for step in itertools.count(1) if _fits(width, height, step))
    small = Image.new("RGB", (math.ceil(width / step), math.ceil(height / step)))
    for top in range(0, height, step * BAND_ROWS):
        band = image.crop((0, top, width, min(height, top + step * BAND_ROWS)))
        small.paste(_on_white(band).reduce(step), (0, top // step))
    return small


def _fits(width: int, height: int, step: int) -> bool:
    """At most 2048 px a side; a strip, twice as long as wide, may be longer but not larger.

    Long screenshots of a chat are evidence: at 2048 px their words could no longer be read.
    """
    long, short = max(width, height), min(width, height)
    if long >= 2 * short:
        return math.ceil(long / step) * math.ceil(short / step) <= STRIP_PIXELS
    return math.ceil(long / step) <= LONG_SIDE


def _on_white(band: Image.Image) -> Image.Image:
    if band.mode == "I;16":  # 16-bit grey would be cut off at 255, not scaled.
        band = band.point(lambda value: value / 256).convert("L")
    if not band.has_transparency_data:
        return band.convert("RGB")
    seen = band.convert("RGBA")
    white = Image.new("RGB", seen.size, "white")
    white.paste(seen, mask=seen)
    return white


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 to 8; a damaged EXIF part counts as upright."""
    try:
        found = image.getexif().get(_ORIENTATION, 1)
    except Exception:
        return 1
    return found if isinstance(found, int) and found in _TURNS else 1


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image if turn is None else image.transpose(turn)


def _encoded(pixels: Image.Image, orientation: int) -> SafePhoto:
    width, height = pixels.size
    if orientation >= 5:
        width, height = height, width
    exif = b"" if orientation == 1 else bare_orientation(orientation)
    return SafePhoto(
        picture=_jpeg(pixels, PICTURE_QUALITY, exif),
        thumb=_jpeg(_turned(_thumb(pixels), orientation), THUMB_QUALITY),
        width=width,
        height=height,
    )


def _thumb(pixels: Image.Image) -> Image.Image:
    """At most 320 px a side: whole boxes first, then the little that is left is resampled."""
    width, height = pixels.size
    long = max(width, height)
    if long <= THUMB_SIDE:
        return pixels
    size = tuple(max(1, round(side * THUMB_SIDE / long)) for side in (width, height))
    return pixels.reduce(long // THUMB_SIDE).resize(size, Image.Resampling.BILINEAR)


def _jpeg(pixels: Image.Image, quality: int, exif: bytes = b"") -> bytes:
    """Encode pixels alone; refuse to hand out a file that holds more than they need."""
    pixels.info = {}  # The encoder would copy a comment from here into the new file.
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality, exif=exif)
    made = out.getvalue()
    if not is_bare(made):
        raise BrokenPhoto(PhotoProblem.DECODER_FAILED)
    return made

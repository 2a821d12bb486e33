"""Test photos drawn by code: nobody's picture lies here, and each run gets the same ones."""

import io
import random
import struct
import zlib
from functools import cache

from PIL import Image

QUADRANTS = ((200, 30, 30), (30, 160, 30), (30, 30, 200), (220, 210, 30))
"""Red, green, blue, yellow: top left, top right, bottom left, bottom right."""

_TO_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def scene(width: int, height: int, seed: int = 7) -> Image.Image:
    """A picture with large shapes, fine ones and sensor noise, so that it weighs what photos do."""
    draw = random.Random(seed)
    seen = Image.new("RGB", (width, height), (118, 118, 118))
    for across, strength in ((6, 0.5), (24, 0.35), (96, 0.22), (384, 0.14), (1000, 0.1)):
        down = max(2, across * height // width)
        grain = Image.frombytes("RGB", (across, down), draw.randbytes(across * down * 3))
        seen = Image.blend(seen, grain.resize((width, height), Image.Resampling.BICUBIC), strength)
    noise = Image.frombytes("L", (width, height), draw.randbytes(width * height))
    return Image.blend(seen, Image.merge("RGB", (noise,) * 3), 0.05)


def quadrants(width: int = 400, height: int = 300) -> Image.Image:
    """Four plain colours that tell which way is up."""
    drawn = Image.new("RGB", (width, height))
    for place, colour in enumerate(QUADRANTS):
        corner = (width // 2 * (place % 2), height // 2 * (place // 2))
        drawn.paste(colour, (*corner, corner[0] + width // 2, corner[1] + height // 2))
    return drawn


def corner_colours(image: Image.Image) -> list[int]:
    """Which of the four plain colours stands in each quarter of a picture, by number."""
    width, height = image.size
    seen = image.convert("RGB")
    spots = [(width * x // 4, height * y // 4) for y in (1, 3) for x in (1, 3)]
    return [_nearest(seen.getpixel(spot)) for spot in spots]


def _nearest(pixel: tuple[int, ...]) -> int:
    distances = [
        sum((a - b) ** 2 for a, b in zip(pixel, colour, strict=True)) for colour in QUADRANTS
    ]
    return distances.index(min(distances))


def held(image: Image.Image, orientation: int) -> Image.Image:
    """The pixels as a camera held that way stores them (EXIF orientation 1 to 8)."""
    turn = _TO_STORED.get(orientation)
    return image if turn is None else image.transpose(turn)


def saved(image: Image.Image, kind: str = "JPEG", **how: object) -> bytes:
    """The file a program would save: kind is JPEG, PNG or WEBP."""
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


@cache
def photo(kind: str = "JPEG", width: int = 640, height: int = 480) -> bytes:
    """A small photo in one of the three formats that are taken."""
    return saved(scene(width, height), kind)


@cache
def phone_photo() -> bytes:
    """What a 12 megapixel phone sends: 4000 x 3000, 4:2:0, close to 3 MB, held upright."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phone"
    return saved(scene(4000, 3000), quality=90, subsampling=2, exif=exif)


def stacked_jpeg(width: int, height: int) -> bytes:
    """A huge JPEG made of one strip of 16 rows again and again: large, yet cheap to draw.

    Each row of blocks ends in a restart marker, so the strip's data may follow itself; only the
    height in the frame header and the markers' running number are changed.
    """
    drawn = saved(scene(width, 16), quality=75, subsampling=2, restart_marker_rows=1)
    frame = drawn.index(b"\xff\xc0") + 5
    scan = drawn.index(b"\xff\xda")
    start = scan + 2 + int.from_bytes(drawn[scan + 2 : scan + 4])
    head = drawn[:frame] + height.to_bytes(2) + drawn[frame + 2 : start]
    rows = -(-height // 16)
    body = b"".join(drawn[start:-2] + bytes((0xFF, 0xD0 + row % 8)) for row in range(rows - 1))
    return head + body + drawn[start:]


def hollow_png(width: int, height: int, *, colour_type: int = 0) -> bytes:
    """A PNG of nothing but zeros: a few hundred kilobytes that unpack to any size."""
    depth, channels = (8, {0: 1, 2: 3, 6: 4}[colour_type])
    packer = zlib.compressobj(9)
    row = bytes(1 + width * channels)
    packed = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", packed)
        + png_chunk(b"IEND", b"")
    )


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file with its length and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def boxed_file(brand: bytes) -> bytes:
    """The first box of an ISO base media file (HEIC, AVIF, MP4), with some media behind it."""
    box = b"ftyp" + brand + b"\0\0\0\0" + brand + b"miaf"
    return struct.pack(">I", len(box) + 4) + box + b"\0\0\0\x08mdat" + bytes(2000)

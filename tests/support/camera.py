"""A printed page as a scanner sees it, and as a phone held by a hand sees it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from io import BytesIO
from random import Random

import pypdfium2
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

WALL = 128


def printed(pdf: bytes, dpi: int = 150) -> Iterator[Image.Image]:
    """Each page in grey at `dpi`."""
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=dpi / 72, grayscale=True).to_pil()


def painted(svg: bytes, scale: int = 5) -> Image.Image:
    """The paths of a bare code's SVG as its `d` says, and nothing that we know otherwise."""
    image = ET.fromstring(svg)
    side = int((image.get("viewBox") or "").split()[2])
    picture = Image.new("L", (side * scale, side * scale), 90)
    pencil = ImageDraw.Draw(picture)
    for path in image.iter("{http://www.w3.org/2000/svg}path"):
        tone = 255 if path.get("fill") == "#fff" else 0
        drawn = path.get("d") or ""
        for x, y, w, h in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)[hH]-?\d+z", drawn):
            left, top = int(x) * scale, int(y) * scale
            right, bottom = left + int(w) * scale - 1, top + int(h) * scale - 1
            pencil.rectangle((left, top, right, bottom), fill=tone)
    return picture


def photographed(page: Image.Image, seed: int) -> Image.Image:
    """A hurried photo: small, askew, seen from below, soft, grainy, in dull light, pressed hard."""
    chance = Random(seed)
    width, height = (round(side * 0.45) for side in page.size)
    seen = page.resize((width, height), Image.Resampling.BILINEAR)
    seen = seen.rotate(chance.uniform(-12, 12), Image.Resampling.BILINEAR, True, fillcolor=WALL)
    lean, turn = chance.uniform(1e-4, 3e-4), chance.uniform(-2e-4, 2e-4)
    seen = seen.transform(
        seen.size,
        Image.Transform.PERSPECTIVE,
        (1, 0.04, -8, 0.03, 1, -8, turn, lean),
        Image.Resampling.BILINEAR,
        fillcolor=WALL,
    )
    seen = seen.filter(ImageFilter.GaussianBlur(0.9))
    grain = Image.frombytes("L", seen.size, chance.randbytes(seen.width * seen.height))
    seen = Image.blend(seen, grain, 0.2).point(lambda light: 30 + light * 0.6)
    kept = BytesIO()
    seen.save(kept, "JPEG", quality=50)
    return Image.open(kept)


def read_codes(picture: Image.Image) -> list[tuple[str, str]]:
    """(text, error correction level) of every code that a reader finds."""
    found = zxingcpp.read_barcodes(picture.convert("L"))
    return [(code.text, code.ec_level) for code in found]

"""Reading the QR codes in a picture. Runs only inside the limited photo process."""

import io

import zxingcpp
from PIL import Image

from domain.media.problems import BrokenPhoto, PhotoProblem
from domain.media.sniff import problem_at_sight

_QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
MOST_CODES = 8
LONGEST = 2_000
"""Letters of one code; the largest that phones make holds fewer."""


def read_codes(data: bytes) -> list[str]:
    """What the QR codes in one of our own pictures say, each once. Raises `BrokenPhoto`."""
    if problem := problem_at_sight(data):
        raise BrokenPhoto(problem)
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            grey = image.convert("L")
        found = zxingcpp.read_barcodes(grey, formats=_QR)
    except Exception:
        raise BrokenPhoto(PhotoProblem.DECODER_FAILED) from None
    texts = dict.fromkeys(code.text[:LONGEST] for code in found if code.text)
    return list(texts)[:MOST_CODES]

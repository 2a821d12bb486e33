"""The A4 poster as a picture, for Zalo groups and for a screen: the PDF, rendered."""

from io import BytesIO
from threading import Lock

from domain.posters.poster_pdf import poster_pdf
from domain.posters.sheet import PosterSheet

_ONE_AT_A_TIME = Lock()
"""pdfium keeps global state and must not be entered by two threads."""


def poster_png(sheet: PosterSheet, dpi: int = 150) -> bytes:
    """One poster as PNG at `dpi` pixels to the inch (150: 1241 x 1754)."""
    import pypdfium2
    from PIL.Image import Quantize

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(poster_pdf([sheet])) as document:
        picture = document[0].render(scale=dpi / 72).to_pil()
        # A poster has a dozen colours; 128 with the soft edges, at a quarter of the bytes.
        few = picture.quantize(128, method=Quantize.MEDIANCUT)
        answer = BytesIO()
        few.save(answer, "PNG", dpi=(dpi, dpi))
    return answer.getvalue()

"""The A4 poster as PDF, vector all through: any number of posters in one file."""

from collections.abc import Sequence
from io import BytesIO

from domain.posters.sheet import PosterSheet


def poster_pdf(sheets: Sequence[PosterSheet]) -> bytes:
    """One A4 page for each sheet; the same sheets give the same bytes.

    The drawing library is loaded on first use: most processes never print.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from domain.posters.layout import PosterBook
    from domain.posters.typesetting import load_fonts

    load_fonts()
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=1, invariant=1, lang="vi")
    canvas.setTitle("Bảng QR " + ", ".join(sheet.serial for sheet in sheets[:20]))
    canvas.setAuthor(sheets[0].unit_name)
    canvas.setCreator("Lắng Nghe")
    book = PosterBook(canvas)
    for sheet in sheets:
        book.add(sheet)
    canvas.save()
    return file.getvalue()

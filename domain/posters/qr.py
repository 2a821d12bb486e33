"""The QR code of a poster: its modules, and the bare code as SVG or PNG.

Error correction is level Q (a quarter of the code may be torn or dirty) and the quiet zone is the
four modules that ISO/IEC 18004 asks for. The libraries are loaded only when a code is drawn.
"""

from collections.abc import Iterator
from html import escape
from io import BytesIO
from urllib.parse import urlsplit

MARGIN = 4

Matrix = tuple[tuple[bool, ...], ...]


def scan_address(public_url: str, code: str) -> str:
    """The address inside the QR: in capitals where the whole address may be read in capitals.

    Scheme and host never tell case apart and `/Q/` is answered like `/q/`, so the address fits the
    alphanumeric mode of QR: fewer and larger modules, read from further away. A deployment under a
    path of its own keeps that path as typed, because the server in front may tell case apart.
    """
    parts = urlsplit(public_url)
    path = parts.path.rstrip("/")
    root = f"{parts.scheme}://{parts.netloc}"
    return f"{root}{path}/q/{code}" if path else f"{root}/Q/{code}".upper()


def matrix(url: str) -> Matrix:
    """The modules row by row, dark ones true, without a margin."""
    from qrcode.constants import ERROR_CORRECT_Q
    from qrcode.main import QRCode

    code = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(url)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.modules)


def runs(modules: Matrix) -> Iterator[tuple[int, int, int]]:
    """The dark runs as (column, row, length): a few hundred shapes instead of a thousand."""
    for y, row in enumerate(modules):
        start = 0
        for x, dark in enumerate((*row, False)):
            if not dark:
                if x > start:
                    yield start, y, x - start
                start = x + 1


def outline(url: str) -> tuple[int, str]:
    """The side of the code with its margin, in modules, and its dark parts as one SVG path."""
    modules = matrix(url)
    path = "".join(f"M{x + MARGIN} {y + MARGIN}h{n}v1h-{n}z" for x, y, n in runs(modules))
    return len(modules) + 2 * MARGIN, path


def svg(url: str, title: str) -> bytes:
    """The bare code as one SVG path on white; `title` is what a screen reader says."""
    side, path = outline(url)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img"'
        f' shape-rendering="crispEdges"><title>{escape(title, quote=False)}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{path}"/></svg>'
    ).encode()


def png(url: str, scale: int) -> bytes:
    """The bare code as a black and white PNG, `scale` pixels to a module."""
    from PIL import Image

    modules = matrix(url)
    side = len(modules) + 2 * MARGIN
    picture = Image.new("1", (side, side), 1)
    for y, row in enumerate(modules):
        for x, dark in enumerate(row):
            if dark:
                picture.putpixel((x + MARGIN, y + MARGIN), 0)
    answer = BytesIO()
    size = (side * scale, side * scale)
    picture.resize(size, Image.Resampling.NEAREST).save(answer, "PNG", optimize=True)
    return answer.getvalue()

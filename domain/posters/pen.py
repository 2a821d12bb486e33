"""A pen on an A4 page: millimetres from the top left corner, as the poster was designed."""

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from domain.posters.artwork import Artwork
from domain.posters.qr import MARGIN, Matrix, runs
from domain.posters.typesetting import BOLD, Block, Part, line_width

WIDTH, HEIGHT = 210.0, 297.0

_CAPITAL = 0.35
"""Half the height of a capital, in sizes: a line is centred on its capitals."""


class Pen:
    """Draws shapes and text; every length is in millimetres and every size in points."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas

    def box(self, x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> None:
        """A filled box from its top left corner."""
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.roundRect(
            x * mm, (HEIGHT - y - h) * mm, w * mm, h * mm, radius * mm, stroke=0, fill=1
        )

    def disc(self, x: float, y: float, diameter: float, fill: str) -> None:
        """A filled disc around its centre."""
        self._canvas.setFillColor(HexColor(fill))
        self._canvas.circle(x * mm, (HEIGHT - y) * mm, diameter / 2 * mm, stroke=0, fill=1)

    def artwork(self, art: Artwork, x: float, y: float, side: float, colour: str) -> None:
        """A mark or an icon scaled into a square of `side`."""
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x * mm, (HEIGHT - y) * mm)
        canvas.scale(side / art.side * mm, -side / art.side * mm)
        canvas.setLineWidth(art.stroke)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        canvas.setFillColor(HexColor(colour))
        canvas.setStrokeColor(HexColor(colour))
        for outline in art.outlines:
            path = canvas.beginPath()
            _trace(path, outline.path)
            canvas.drawPath(path, stroke=not outline.filled, fill=outline.filled)
        canvas.restoreState()

    def artwork_inside(
        self,
        frame: tuple[float, float, float, float],
        art: Artwork,
        x: float,
        y: float,
        side: float,
        colour: str,
    ) -> None:
        """The same, showing only what lies in the frame (x, y, width, height)."""
        left, top, w, h = frame
        self._canvas.saveState()
        path = self._canvas.beginPath()
        path.rect(left * mm, (HEIGHT - top - h) * mm, w * mm, h * mm)
        self._canvas.clipPath(path, stroke=0, fill=0)
        self.artwork(art, x, y, side, colour)
        self._canvas.restoreState()

    def code(self, modules: Matrix, x: float, y: float, side: float) -> None:
        """A QR code in black, its quiet zone inside the square of `side`."""
        module = side / (len(modules) + 2 * MARGIN) * mm
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(x * mm + MARGIN * module, (HEIGHT - y) * mm - MARGIN * module)
        canvas.scale(module, -module)
        canvas.setFillColor(HexColor("#000000"))
        path = canvas.beginPath()
        for column, row, length in runs(modules):
            path.rect(column, row, length, 1)
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()

    def text(
        self,
        block: Block,
        x: float,
        y: float,
        colour: str,
        *,
        accent: str | None = None,
        leading: float = 1.35,
        centred_in: float = 0,
    ) -> None:
        """Set lines from `x`, their middle at height `y`; bold parts in `accent`.

        With `centred_in` each line is centred in that width.
        """
        step = block.size * leading
        baseline = (HEIGHT - y) * mm + (len(block.lines) - 1) * step / 2 - block.size * _CAPITAL
        for number, line in enumerate(block.lines):
            room = max(0, centred_in * mm - line_width(line, block.size))
            cursor = self._canvas.beginText(x * mm + room / 2, baseline - number * step)
            for text, font in line:
                shade = accent if accent and font == BOLD else colour
                cursor.setFillColor(HexColor(shade))
                cursor.setFont(font, block.size)
                cursor.textOut(text)
            self._canvas.drawText(cursor)

    def stamp(self, part: Part, y: float, *, size: float, tilt: float, colour: Color) -> None:
        """One see-through line across the page, centred at height `y`, turned by `tilt` degrees."""
        text, font = part
        canvas = self._canvas
        canvas.saveState()
        canvas.translate(WIDTH / 2 * mm, (HEIGHT - y) * mm)
        canvas.rotate(tilt)
        canvas.setFillColor(colour)
        canvas.setFont(font, size)
        canvas.drawCentredString(0, -size * _CAPITAL, text)
        canvas.restoreState()


def _trace(path: PDFPathObject, commands: str) -> None:
    tokens = iter(commands.split())
    for command in tokens:
        if command == "M":
            path.moveTo(float(next(tokens)), float(next(tokens)))
        elif command == "L":
            path.lineTo(float(next(tokens)), float(next(tokens)))
        elif command == "C":
            path.curveTo(*(float(next(tokens)) for _ in range(6)))
        else:
            path.close()

"""A paper in the layout of Decree 30/2020/NĐ-CP, Annex I, as a Word file.

Only sizes and places that the Annex gives are fixed here; what a unit writes into its letterhead
comes from outside. The library is large, so it is loaded when a paper is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from domain.text import clean

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
BODY, SMALL = 14, 12
"""Points. Quốc hiệu and the name above the issuer are 12 to 13, everything else 13 to 14."""
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 15
"""Millimetres; the Annex allows 20-25, 20-25, 30-35 and 15-20."""
COLUMNS = (73, 92)
"""Millimetres: the issuer on the left, quốc hiệu on the right, together the width of the text."""
WIDTH = 210 - LEFT - RIGHT
"""Millimetres of text."""
INDENT = 12.7
STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
MOTTO_WIDTH = 56.0
"""Millimetres that the motto takes in bold 13 points: its rule is as long."""
_CAPITAL, _LETTER = 0.215, 0.155
"""Millimetres that a bold letter of this font takes on average for each point of size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What stands above a paper."""

    superior: str
    """The body above the issuer; "" where none is named."""
    issuer: str
    symbol: str
    """What follows the number: "BB-CAX"."""
    locality: str
    day: date
    number: int = 0
    """0 leaves room to write one."""


def spelled_day(day: date) -> str:
    """ "ngày 05 tháng 6 năm 2024": days under 10 and months 1 and 2 take a zero before them."""
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


class Paper:
    """A4, one section, page numbers above the text from the second page on."""

    def __init__(self, *, title: str, made_at: datetime, is_tight: bool = False) -> None:
        """`is_tight`: what is no paper of the decree may stand closer, to be one page."""
        from docx import Document

        self._before, self._spacing = (3, 1.0) if is_tight else (6, 1.15)
        self._document = Document()
        self._page()
        self._normal()
        self._page_numbers()
        about = self._document.core_properties
        about.title, about.author, about.comments = clean(title), "", ""
        about.created = about.modified = made_at.replace(tzinfo=None)
        about.language = "vi-VN"

    def letterhead(self, head: Letterhead) -> None:
        """The issuer on the left, the state and its motto on the right, number and day below."""
        left, right = self._two_columns()
        above = head.superior.upper()
        self._line(left, above, size=SMALL, first=True) if above else None
        issuer = self._line(left, head.issuer.upper(), size=SMALL, bold=True, first=not above)
        self._rule(left, self._part_of(issuer, COLUMNS[0]), COLUMNS[0])
        number = f"{head.number:02d}" if head.number else "…"
        self._line(left, f"Số: {number}/{head.symbol}", size=13, before=6)
        self._line(right, STATE, size=SMALL, bold=True, first=True)
        self._line(right, MOTTO, size=13, bold=True)
        self._rule(right, MOTTO_WIDTH, COLUMNS[1])
        day = f"{head.locality}, {spelled_day(head.day)}"
        self._line(right, day, size=13, italic=True, before=6)

    def headline(self, kind: str, about: str) -> None:
        """What kind of paper it is, and what it is about."""
        self._line(self._document, kind.upper(), size=BODY, bold=True, before=18)
        self._line(self._document, about, size=BODY, bold=True)
        width = min(len(clean(about)) * _LETTER * BODY, WIDTH * 0.9)
        self._rule(self._document, width * 0.4, WIDTH)

    def section(self, title: str) -> None:
        """The bold title of a part, in capitals."""
        made = self._paragraph(title.upper(), bold=True)
        made.paragraph_format.keep_with_next = True

    def text(self, text: str, *, lead: str = "", bold: bool = False) -> None:
        """A paragraph for each line of a text; `lead` stands in bold before the first. What is all
        bold heads what follows, and stays on its page."""
        for number, line in enumerate(clean(text).split("\n")):
            made = self._paragraph(line, lead=lead if number == 0 else "", bold=bold)
            made.paragraph_format.keep_with_next = bold or None

    def blank(self, lead: str, lines: int = 1) -> None:
        """Dotted lines to the edge of the text, for what somebody writes in by hand."""
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        for number in range(lines):
            paragraph = self._paragraph("\t", lead=lead if number == 0 else "")
            stops = paragraph.paragraph_format.tab_stops
            stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def signatures(self, signers: Sequence[tuple[str, str]]) -> None:
        """Side by side: in what quality somebody signs, room to sign, and the name."""
        self._hold_last()
        table = self._table(1, [WIDTH // len(signers)] * len(signers))
        for cell, (quality, name) in zip(table.rows[0].cells, signers, strict=True):
            self._line(cell, quality.upper(), size=BODY, bold=True, first=True, before=12)
            self._line(cell, name, size=BODY, bold=True, before=72)
            for paragraph in cell.paragraphs[:-1]:
                paragraph.paragraph_format.keep_with_next = True

    def to_bytes(self) -> bytes:
        """The file."""
        file = BytesIO()
        self._document.save(file)
        return file.getvalue()

    def _hold_last(self) -> None:
        """Let the last words of the text go with what follows: no page bears signatures alone."""
        if paragraphs := self._document.paragraphs:
            paragraphs[-1].paragraph_format.keep_with_next = True

    def _page(self) -> None:
        from docx.shared import Mm

        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.header_distance, section.footer_distance = Mm(10), Mm(10)

    def _normal(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Pt

        style: Any = self._document.styles["Normal"]
        style.font.name, style.font.size = FONT, Pt(BODY)
        fonts = style.element.rPr.rFonts
        for script in ("w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "vi-VN")
        style.element.rPr.append(language)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0

    def _page_numbers(self) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        section = self._document.sections[0]
        section.different_first_page_header_footer = True
        paragraph = section.header.paragraphs[0]
        self._centre(paragraph)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        # The number of the first page that shows one, until the program that opens it counts.
        field.append(paragraph.add_run("2")._r)
        paragraph._p.append(field)

    def _two_columns(self) -> "tuple[_Cell, _Cell]":
        table = self._table(1, COLUMNS)
        return table.cell(0, 0), table.cell(0, 1)

    def _table(self, rows: int, widths: Sequence[int]) -> Any:
        """Without lines, and as wide as the text: its cells have no margins of their own."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table = self._document.add_table(rows, len(widths))
        table.autofit = False
        margins = OxmlElement("w:tblCellMar")
        for side in ("w:left", "w:right"):
            none = OxmlElement(side)
            none.set(qn("w:w"), "0")
            none.set(qn("w:type"), "dxa")
            margins.append(none)
        table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        return table

    def _line(
        self,
        into: Any,
        text: str,
        *,
        size: int,
        bold: bool = False,
        italic: bool = False,
        before: int = 0,
        first: bool = False,
    ) -> "Paragraph":
        """A centred line; the `first` of a cell takes the paragraph that is there."""
        from docx.shared import Pt

        paragraph: Paragraph = into.paragraphs[0] if first else into.add_paragraph()
        self._centre(paragraph)
        paragraph.paragraph_format.space_before = Pt(before)
        run = paragraph.add_run(clean(text).replace("\n", " "))
        run.bold, run.italic, run.font.size = bold, italic, Pt(size)
        return paragraph

    def _paragraph(self, text: str, *, lead: str = "", bold: bool = False) -> "Paragraph":
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm, Pt

        paragraph = self._document.add_paragraph()
        shape = paragraph.paragraph_format
        shape.alignment, shape.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(INDENT)
        shape.space_before, shape.line_spacing = Pt(self._before), self._spacing
        if lead:
            paragraph.add_run(f"{clean(lead)} ").bold = True
        paragraph.add_run(text if text == "\t" else clean(text)).bold = bold
        return paragraph

    @staticmethod
    def _centre(paragraph: "Paragraph") -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER

    @staticmethod
    def _part_of(paragraph: "Paragraph", width: float) -> float:
        """Between a third and a half of a line in capitals, however long it is."""
        return min(len(paragraph.text) * _CAPITAL * SMALL, width) * 0.4

    def _rule(self, into: Any, length: float, width: float) -> None:
        """A solid line of a length in the middle of a width, both in millimetres: the border of
        an empty paragraph, as long as its indents leave it."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        paragraph: Paragraph = into.add_paragraph()
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Mm((width - length) / 2)
        shape.line_spacing = Pt(2)
        borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
        paragraph._p.get_or_add_pPr().insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
        )

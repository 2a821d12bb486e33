"""A long paper with tables: what is handed to another authority to work with."""

from collections.abc import Sequence
from typing import Any

from domain.documents.nd30 import SMALL, Paper
from domain.text import clean


class Dossier(Paper):
    """Letterhead and text as in any paper, and tables with lines and a head on every page."""

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]
    ) -> None:
        """A table; `widths` in millimetres, 165 together."""
        from docx.shared import Mm, Pt

        if above := self._document.paragraphs:
            above[-1].paragraph_format.space_after = Pt(4)
        made = self._document.add_table(1, len(heads), style="Table Grid")
        made.autofit = False
        for column, width in zip(made.columns, widths, strict=True):
            column.width = Mm(width)
        self._cells(made.rows[0], heads, widths, bold=True)
        self._repeat(made.rows[0])
        for row in rows:
            self._cells(made.add_row(), row, widths)
        self._document.add_paragraph()

    def _cells(
        self, row: Any, texts: Sequence[str], widths: Sequence[int], *, bold: bool = False
    ) -> None:
        from docx.shared import Mm, Pt

        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            run = cell.paragraphs[0].add_run(clean(text))
            run.bold, run.font.size = bold, Pt(SMALL)

    @staticmethod
    def _repeat(row: Any) -> None:
        """Let the row stand on top of every page that the table goes on to."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        row._tr.get_or_add_trPr().append(head)

"""A paper of Decree 30/2020 that is sent to somebody: to whom, on what basis, who gets it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from domain.documents.nd30 import BODY, SMALL, Paper
from domain.text import clean

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

LIST = 11
"""Points of the names under "Nơi nhận"."""
_TO, _NAMES = 25, 40
"""Millimetres before "Kính gửi" and before each name under it."""
_DASH = 3
"""Millimetres of "- "."""
_HALVES = (78, 87)
"""Millimetres: who gets it on the left, who signs on the right."""


class Letter(Paper):
    """Annex I: "Kính gửi" above the text, "Nơi nhận" level with the signature."""

    def addressees(self, names: Sequence[str]) -> None:
        """One on the same line; several each on a line of its own, between hyphen and semicolon."""
        if len(names) == 1:
            self._line(self._document, f"Kính gửi: {names[0]}", size=BODY, before=12)
            return
        self._beside(self._line(self._document, "Kính gửi:", size=BODY, before=12), _TO)
        for number, name in enumerate(names, start=1):
            end = "." if number == len(names) else ";"
            line = self._line(self._document, f"- {name}{end}", size=BODY)
            self._beside(line, _NAMES, hanging=_DASH)

    @staticmethod
    def _beside(paragraph: "Paragraph", indent: int, *, hanging: int = 0) -> None:
        """Begin a line so many millimetres from the left edge of the text, what follows on the
        next line `hanging` more."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.left_indent = Mm(indent + hanging)
        paragraph.paragraph_format.first_line_indent = Mm(-hanging)

    def basis(self, lines: Sequence[str]) -> None:
        """What it rests on, in slanted letters."""
        for number, line in enumerate(lines, start=1):
            paragraph = self._paragraph(f"{line}{'.' if number == len(lines) else ';'}")
            for run in paragraph.runs:
                run.italic = True

    def close(self, *, receivers: Sequence[str], title: str, name: str) -> None:
        """Who gets it on the left; in what quality somebody signs, and the name, on the right."""
        self._hold_last()
        table = self._table(1, _HALVES)
        left, right = table.rows[0].cells
        self._left_line(left, "Nơi nhận:", size=SMALL, first=True, strong=True)
        for receiver in receivers:
            self._left_line(left, f"- {receiver}", size=LIST)
        self._line(right, title.upper(), size=BODY, bold=True, first=True, before=12)
        self._line(right, name, size=BODY, bold=True, before=72)
        for cell in (left, right):
            for paragraph in cell.paragraphs[:-1]:
                paragraph.paragraph_format.keep_with_next = True

    def _left_line(
        self, into: object, text: str, *, size: int, first: bool = False, strong: bool = False
    ) -> None:
        made = self._line(
            into,
            clean(text),
            size=size,
            bold=strong,
            italic=strong,
            first=first,
            before=12 if first else 0,
        )
        self._beside(made, 0)

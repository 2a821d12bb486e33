"""Lines as sheets of an Excel file, written row by row: text, and days and money that sort."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from domain.text import one_line

_NOTHING_ACTS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A cell that begins with "=" is what somebody typed, and stays it."""
_FONT = {"font_name": "Times New Roman", "font_size": 11}
_CELL = {**_FONT, "text_wrap": True, "valign": "top", "border": 1}
_HEAD = {**_FONT, "text_wrap": True, "border": 1, "bold": True, "align": "center",
         "valign": "vcenter", "bg_color": "#F2F2F2"}  # fmt: skip
_A4 = 9
_MARGINS = {"left": 0.4, "right": 0.4, "top": 0.75, "bottom": 0.6}
"""Inches; the title stands in the upper one, the number of the page in the lower."""
_LONGEST_TITLE = 200
"""Letters; Excel takes no header of more than 255 with what shapes it."""
_LINE, _TALLEST = 14.5, 409.0
"""Points of a line, and the most that a row of Excel can have."""
_LETTERS = 1.35
"""Letters of this font in the width of a digit of Excel's own, by which widths are told."""
_LOST = 2
"""Letters that a line loses where its last word does not fit."""
_DAY, _MOMENT, _WHOLE = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"

_OF_DAYS = {"align": "center"}
_ALIGNED = {_WHOLE: {"align": "right", "indent": 1}}
"""Numbers end clear of the next column's words; days stand in the middle."""


@dataclass(frozen=True, slots=True)
class DayWith:
    """A day with words behind it, which sorts as the day: "03/02/2026 buổi sáng"."""

    day: date
    words: str


Cell = str | int | date | datetime | DayWith
"""What stands in a sheet. An instant comes as the wall shows it, for Excel knows no zones."""


@contextmanager
def workbook(file: IO[bytes], made_at: datetime | None = None) -> Iterator[Any]:
    """A book that is whole when the block ends; `made_at` stands in it instead of the clock's.

    The library keeps rows it is done with in files of its own: in a folder that nobody else may
    look into, and that is gone when the file is whole.
    """
    # The library is large and few pages need it.
    from xlsxwriter import Workbook

    with (
        TemporaryDirectory(prefix="sheets-") as folder,
        closing(Workbook(file, {**_NOTHING_ACTS, "tmpdir": str(Path(folder))})) as book,
    ):
        if made_at is not None:
            book.set_properties({"created": made_at.replace(tzinfo=None)})
        yield book


def add_sheet(
    book: Any,
    name: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str,
) -> int:
    """Write a sheet; `heads`: name and width in digits of each column; `title` stands above every
    printed page. How many rows it has."""
    sheet, look = book.add_worksheet(name), _looks(book)
    _on_paper(sheet, title)
    _head(book, sheet, heads)
    widths, total = [width for _, width in heads], 0
    for total, line in enumerate(rows, start=1):
        # A row is as tall as told or one line: not every program looks at what is in it.
        sheet.set_row(total, _height(line, widths))
        for column, told in enumerate(line):
            _write(sheet, total, column, told, look)
    sheet.autofilter(0, 0, total, len(heads) - 1)
    return total


def _looks(book: Any) -> Callable[[str], Any]:
    """The look of a cell by the format of what is in it, each made once."""

    @cache
    def look(form: str) -> Any:
        shape = {"num_format": form, **_ALIGNED.get(form, _OF_DAYS)} if form else {}
        return book.add_format({**_CELL, **shape})

    return look


def _write(sheet: Any, row: int, column: int, told: Cell, look: Callable[[str], Any]) -> None:
    """Only what is a number or a day itself becomes one; text stays text whatever it says."""
    match told:
        case "":
            sheet.write_blank(row, column, None, look(""))
        case str():
            sheet.write_string(row, column, told, look(""))
        case int():
            sheet.write_number(row, column, told, look(_WHOLE))
        case DayWith():
            sheet.write_datetime(row, column, told.day, look(f'{_DAY} "{told.words}"'))
        case datetime():
            wall = told.replace(tzinfo=None, second=0, microsecond=0)
            sheet.write_datetime(row, column, wall, look(_MOMENT))
        case _:
            sheet.write_datetime(row, column, told, look(_DAY))


def _height(line: Sequence[Cell], widths: Sequence[int]) -> float:
    """Points that a row needs for all its words."""
    told = ((cell, width) for cell, width in zip(line, widths, strict=True))
    most = max((_lines(cell, width) for cell, width in told if isinstance(cell, str)), default=1)
    return min(most * _LINE + 1, _TALLEST)


def _lines(text: str, width: int) -> int:
    letters = max(width * _LETTERS - _LOST, 1)
    return sum(max(ceil(len(part) / letters), 1) for part in text.split("\n"))


def _head(book: Any, sheet: Any, heads: Sequence[tuple[str, int]]) -> None:
    """The names of the columns, which stay in sight and stand on every printed page."""
    head = book.add_format(_HEAD)
    names, widths = [name for name, _ in heads], [width for _, width in heads]
    sheet.set_row(0, _height(names, widths) + _LINE)
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)


def _on_paper(sheet: Any, title: str) -> None:
    """A4 across, all columns on it and as many pages long as it needs."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(**_MARGINS)
    sheet.fit_to_pages(1, 0)
    told = one_line(title).replace("&", "&&")[:_LONGEST_TITLE]
    sheet.set_header(f'&C&"Times New Roman,Bold"&13{told}')
    sheet.set_footer('&C&"Times New Roman,Regular"&11&P/&N')

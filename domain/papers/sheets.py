"""Lines as sheets of an Excel file, written row by row: text, and days and money that sort."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

_NOTHING_ACTS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A cell that begins with "=" is what somebody typed, and stays it."""
_CELL = {"text_wrap": True, "valign": "top", "border": 1}
_A4 = 9
_DAY, _MOMENT, _WHOLE = "dd/mm/yyyy", "dd/mm/yyyy hh:mm", "#,##0"


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
    book: Any, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[Cell]]
) -> int:
    """Write a sheet; `heads`: name and width in letters of each column. How many rows it has."""
    sheet, look = book.add_worksheet(name), _looks(book)
    _head(book, sheet, heads)
    total = 0
    for total, line in enumerate(rows, start=1):
        for column, told in enumerate(line):
            _write(sheet, total, column, told, look)
    sheet.autofilter(0, 0, total, len(heads) - 1)
    return total


def _looks(book: Any) -> Callable[[str], Any]:
    """The look of a cell by the format of what is in it, each made once."""

    @cache
    def look(form: str) -> Any:
        return book.add_format({**_CELL, "num_format": form} if form else _CELL)

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


def _head(book: Any, sheet: Any, heads: Sequence[tuple[str, int]]) -> None:
    """The names of the columns, on every printed page; across, as many pages long as it needs."""
    head = book.add_format({**_CELL, "bold": True})
    for column, (name, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)

"""Lines as sheets of an Excel file: every cell plain text, written row by row."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
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
    book: Any, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> int:
    """Write a sheet; `heads`: name and width in letters of each column. How many rows it has."""
    sheet, cell = book.add_worksheet(name), book.add_format(_CELL)
    _head(book, sheet, heads)
    total = 0
    for total, line in enumerate(rows, start=1):
        for column, text in enumerate(line):
            sheet.write_string(total, column, text, cell)
    return total


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

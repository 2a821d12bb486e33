"""The register as an Excel file: every cell plain text, written row by row."""

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.papers import register
from domain.papers.register import HEADS, Period
from domain.tips.acting import Acting

_NOTHING_ACTS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
"""A cell that begins with "=" is what somebody typed, and stays it."""
_CELL = {"text_wrap": True, "valign": "top", "border": 1}
_A4 = 9


def write(db: Session, *, acting: Acting, period: Period, file: IO[bytes]) -> int:
    """Write the register of the officer's own unit and note that it was taken out; how many tips.

    The library keeps rows it is done with in files of its own: in a folder that nobody else may
    look into, and that is gone when the file is whole.
    """
    # The library is large and only this page needs it.
    from xlsxwriter import Workbook

    with (
        TemporaryDirectory(prefix="register-") as folder,
        closing(Workbook(file, {**_NOTHING_ACTS, "tmpdir": str(Path(folder))})) as book,
    ):
        sheet = book.add_worksheet("Sổ tiếp nhận")
        _head(book, sheet)
        cell = book.add_format(_CELL)
        total = 0
        for total, line in enumerate(register.rows(db, acting, period), start=1):
            for column, text in enumerate(line):
                sheet.write_string(total, column, text, cell)
    _note(db, acting, period, total)
    return total


def _head(book: Any, sheet: Any) -> None:
    """The names of the columns, on every printed page; across, as many pages long as it needs."""
    head = book.add_format({**_CELL, "bold": True})
    for column, (name, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, head)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _note(db: Session, acting: Acting, period: Period, total: int) -> None:
    act = Act(
        action=Action.REGISTER_EXPORTED,
        object_kind="place",
        object_id=str(acting.by.place_id),
        reason=f"{period.first}..{period.last}: {total}",
    )
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)

"""The register as an Excel file."""

from collections.abc import Iterable, Iterator, Sequence
from typing import IO
from uuid import UUID

from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.papers import register, sheets
from domain.papers.register import HEADS, Line, Period
from domain.papers.sheets import Cell
from domain.tips.acting import KIND, Acting


def write(db: Session, *, acting: Acting, period: Period, file: IO[bytes]) -> int:
    """Write the register of the officer's own unit; how many tips. Its taking out is noted, and on
    every tip whose words stand in it that they were read."""
    read: list[UUID] = []
    with sheets.workbook(file) as book:
        rows = _cells(register.rows(db, acting, period), read)
        total = sheets.add_sheet(
            book, register.NAME, HEADS, rows, title=register.title(acting, period)
        )
    _note(db, acting, period, read, total)
    return total


def _cells(lines: Iterable[Line], read: list[UUID]) -> Iterator[Sequence[Cell]]:
    """The cells of each line; the tips whose words go out with them are added to `read`."""
    for line in lines:
        if line.has_words:
            read.append(line.tip_id)
        yield line.cells


def _note(db: Session, acting: Acting, period: Period, read: Sequence[UUID], total: int) -> None:
    days = f"{period.first}..{period.last}"
    exported = Act(
        action=Action.REGISTER_EXPORTED,
        object_kind="place",
        object_id=str(acting.by.place_id),
        reason=f"{days}: {total}",
    )
    looks = [
        Act(action=Action.TIP_IN_REGISTER, object_kind=KIND, object_id=str(tip_id), reason=days)
        for tip_id in read
    ]
    audit.record_all(db, acting.ring, at=acting.now, who=acting.who, acts=[exported, *looks])

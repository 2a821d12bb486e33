"""The register as an Excel file."""

from typing import IO

from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act
from domain.papers import register, sheets
from domain.papers.register import HEADS, Period
from domain.tips.acting import Acting


def write(db: Session, *, acting: Acting, period: Period, file: IO[bytes]) -> int:
    """Write the register of the officer's own unit and note its taking out; how many tips."""
    with sheets.workbook(file) as book:
        rows = register.rows(db, acting, period)
        total = sheets.add_sheet(book, "Sổ tiếp nhận", HEADS, rows)
    _note(db, acting, period, total)
    return total


def _note(db: Session, acting: Acting, period: Period, total: int) -> None:
    act = Act(
        action=Action.REGISTER_EXPORTED,
        object_kind="place",
        object_id=str(acting.by.place_id),
        reason=f"{period.first}..{period.last}: {total}",
    )
    audit.record(db, acting.ring, at=acting.now, who=acting.who, act=act)

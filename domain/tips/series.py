"""Numbers of papers: one series for each unit, year and kind, never given twice."""

from uuid import UUID

from sqlalchemy.orm import Session

from domain.base import table_of
from domain.engines import inserting
from domain.tips.work_models import PaperSeries

_SERIES = table_of(PaperSeries)
_NEXT = inserting(
    _SERIES,
    lambda row: row.on_conflict_do_update(
        index_elements=["unit_id", "year", "kind"], set_={"last": _SERIES.c.last + 1}
    ).returning(_SERIES.c.last),
)


def next_number(db: Session, *, unit_id: UUID, year: int, kind: str) -> int:
    """The next number of the unit's series, by one statement that both engines serialise.

    A number that was taken in a transaction that failed was never given, and comes again.
    """
    (number,) = _NEXT.one(db, {"unit_id": unit_id, "year": year, "kind": kind, "last": 1})
    return int(number)

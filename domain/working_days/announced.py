"""Days that the state moved by an announcement which the library of holidays does not have: offered
to an admin, who adds them with one tap. Nothing is counted by them before."""

import csv
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from domain.working_days.services import NewDay, calendar

_FILE = Path(__file__).parent / "data" / "announced.csv"
"""Each with who announced it, by number and day of the paper."""


def to_add(db: Session, year: int) -> Sequence[NewDay]:
    """The announced days of a year that the calendar still says otherwise of."""
    days = calendar(db)
    return [
        new
        for new in _announced()
        if new.day and new.day.year == year and days.is_off(new.day) is new.is_worked
    ]


@lru_cache(maxsize=1)
def _announced() -> Sequence[NewDay]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return [
            NewDay(
                day=date.fromisoformat(row["day"]),
                is_worked=row["is_worked"] == "1",
                name=row["name"],
            )
            for row in csv.DictReader(file)
        ]

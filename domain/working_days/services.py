"""The calendar that limits are counted by, and the days that an admin adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.audit.models import Action
from domain.audit.services import Act, Who, record
from domain.errors import BadInput
from domain.sentence import Sentence
from domain.text import one_line
from domain.vault.keys import KeyRing
from domain.working_days import vietnam
from domain.working_days.counting import Calendar
from domain.working_days.models import OwnDay

LONGEST_NAME = 160
FIRST, LAST = date(2022, 1, 1), date(2099, 12, 31)
"""The library knows every year of these; a day outside is a slip of the finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """A day off that no calendar has, or a day off that is worked."""

    day: date | None
    is_worked: bool
    name: str


def calendar(db: Session) -> Calendar:
    """Which days are worked, as an admin has it now.

    Own days are read each time: another process may have changed them.
    """
    rows = db.execute(select(OwnDay.day, OwnDay.is_worked))
    return Calendar(of_year=vietnam.year, own={row[0]: row[1] for row in rows})


def own_days(db: Session, year: int) -> Sequence[OwnDay]:
    """The admin's own days of a year, in order."""
    query = select(OwnDay).where(OwnDay.day >= date(year, 1, 1), OwnDay.day <= date(year, 12, 31))
    return db.scalars(query.order_by(OwnDay.day)).all()


def problems(db: Session, new: NewDay) -> list[BadInput]:
    """What keeps a day from being added, each with its box."""
    if _stands(db, new):
        return []
    found = []
    if new.day is None:
        found.append(BadInput("day", "Ghi ngày."))
    elif not FIRST <= new.day <= LAST:
        found.append(BadInput("day", "Ghi ngày từ năm 2022 tới năm 2099."))
    elif calendar(db).is_off(new.day) is not new.is_worked:
        found.append(BadInput("day", _needless(new)))
    name = one_line(new.name)
    if not name:
        found.append(BadInput("name", "Ghi lý do hoặc văn bản."))
    elif len(name) > LONGEST_NAME:
        found.append(BadInput("name", Sentence("Ghi tối đa %(most)s chữ.", most=LONGEST_NAME)))
    return found


def _stands(db: Session, new: NewDay) -> bool:
    """Whether the day is there just so: sent twice, it changes nothing."""
    row = db.get(OwnDay, new.day) if new.day else None
    return row is not None and (row.is_worked, row.name) == (new.is_worked, one_line(new.name))


def _needless(new: NewDay) -> str:
    if new.is_worked:
        return Sentence("Ngày này vốn là ngày làm việc, không cần thêm.")
    return Sentence("Ngày này vốn là ngày nghỉ, không cần thêm.")


def add(db: Session, ring: KeyRing, *, new: NewDay, who: Who, now: datetime) -> bool:
    """Add a day; False when it is there already. Raises `BadInput`.

    Limits that are still to be met are counted again by whoever calls.
    """
    for problem in problems(db, new):
        raise problem
    if _stands(db, new):
        return False
    # An own day that says the opposite of what is to be so is taken back by the new one.
    row = db.get(OwnDay, new.day) or OwnDay(day=new.day)
    row.is_worked, row.name = new.is_worked, one_line(new.name)
    row.changed_at, row.changed_by = now, who.actor_id
    db.add(row)
    db.flush()
    _note(db, ring, row=row, said="added", who=who, at=now)
    return True


def remove(db: Session, ring: KeyRing, *, day: date, who: Who, now: datetime) -> bool:
    """Take an own day back; False when somebody has already done so."""
    row = db.get(OwnDay, day)
    if row is None:
        return False
    _note(db, ring, row=row, said="removed", who=who, at=now)
    db.delete(row)
    db.flush()
    return True


def _note(db: Session, ring: KeyRing, *, row: OwnDay, said: str, who: Who, at: datetime) -> None:
    kind = "worked" if row.is_worked else "off"
    act = Act(
        action=Action.OWN_DAY_CHANGED,
        object_kind="own_day",
        object_id=row.day.isoformat(),
        reason=f"{said}, {kind}: {row.name}"[:400],
    )
    record(db, ring, at=at, who=who, act=act)

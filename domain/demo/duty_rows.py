"""The duty roster of the demo, around now, and what the clock has told officers by now."""

from datetime import time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import insert

from domain.base import new_record_id
from domain.clock import instant, local_day
from domain.demo.district import Unit
from domain.duty.models import DutyNumber, DutyShift
from domain.people.models import Officer, Role
from domain.reference import settings
from domain.tips import escalating

if TYPE_CHECKING:
    from domain.demo.seeding import _Seeder

CHANGES_AT = time(7)
FIRST, LAST, GAP, NOW = -8, 6, 4, (-1, 0)
"""Days from today; of one of those to come nobody has thought yet."""
_PHONES = ("0900000301", "0900000302")
_NEW_PHONE = "0900000303"
"""Of the last shift: nobody has dialled it, so people are not told it."""


def roster(seeder: "_Seeder", home: Unit) -> None:
    """A day and a night each, one after the other, in the commune that one signs in at. Whatever
    the hour, the officer with the demo's password is on duty."""
    police = [one for one in home.officers if one.is_active and not one.organisation]
    shown = next(one for one in police if one.role is Role.OFFICER and one.password_hash)
    rows = [
        _row(seeder, home.place.id, shown if day in NOW else police[day % len(police)], day)
        for day in range(FIRST, LAST + 1)
        if day != GAP
    ]
    rows[-1]["phone"] = _NEW_PHONE
    seeder.db.execute(insert(DutyShift), rows)
    chief = next(one for one in police if one.role is Role.CHIEF)
    seeder.db.execute(insert(DutyNumber), [_dialled(seeder, home, chief, one) for one in _PHONES])


def clock(seeder: "_Seeder") -> None:
    """What a server that ran all the while would have told by now."""
    found = escalating.pieces(
        seeder.db,
        seeder.ring,
        now=seeder.now,
        on=seeder.on,
        settings=settings.load(seeder.db),
    )
    for piece in found:
        piece(seeder.db)


def _dialled(seeder: "_Seeder", home: Unit, chief: Officer, number: str) -> dict[str, object]:
    at = seeder.now + timedelta(days=FIRST)
    return {
        "unit_id": home.place.id,
        "number": number,
        "dialled_on": local_day(at),
        "by_id": chief.id,
        "at": at,
    }


def _row(seeder: "_Seeder", unit_id: UUID, officer: Officer, day: int) -> dict[str, object]:
    start = instant(seeder.today + timedelta(days=day), CHANGES_AT)
    entered = min(start, seeder.now) - timedelta(days=1)
    return {
        "id": new_record_id(entered),
        "unit_id": unit_id,
        "officer_id": officer.id,
        "phone": _PHONES[day % len(_PHONES)],
        "starts_at": start,
        "ends_at": start + timedelta(days=1),
        "author_id": officer.id,
        "entered_at": entered,
        "version": 1,
    }

"""Duty shifts to test with, entered by the real service."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import NOBODY
from domain.clock import local_day
from domain.duty import services
from domain.duty.content import ShiftContent
from domain.duty.models import DutyNumber, DutyShift
from domain.duty.services import Acting
from domain.people.models import Officer
from domain.vault.keys import KeyRing

PHONE = "02773821111"
DIALLED = datetime(2024, 6, 1, 3, tzinfo=UTC)


def acting(by: Officer, ring: KeyRing, now: datetime) -> Acting:
    """The officer keeping the roster at an instant."""
    return Acting(by=by, who=NOBODY, now=now, ring=ring)


def know_number(db: Session, by: Officer, number: str = PHONE) -> None:
    """Let a number of the unit of `by` be one that was dialled."""
    day = local_day(DIALLED)
    db.add(DutyNumber(unit_id=by.place_id, number=number, dialled_on=day, by_id=by.id, at=DIALLED))
    db.flush()


def make_shift(
    db: Session,
    ring: KeyRing,
    by: Officer,
    *,
    start: datetime,
    hours: float = 24,
    whom: Officer | None = None,
    phone: str = PHONE,
    shift_id: UUID | None = None,
) -> DutyShift:
    """A shift in the unit of `by`, entered at its start; theirs when `whom` is left out."""
    content = ShiftContent(
        officer_id=(whom or by).id,
        phone=phone,
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
    )
    return services.add(
        db, acting=acting(by, ring, start), shift_id=shift_id or uuid4(), content=content
    )

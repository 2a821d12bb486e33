"""What a morning's mail says of a unit's tips: figures, and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.people.models import Officer
from domain.tips import unopened
from domain.tips.models import OPEN_STATES, Tip
from domain.tips.queries import own_units
from domain.tips.reminding import SOON


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How many tips of the officer's own unit nobody opened, are soon due, are overdue."""

    unopened: int
    due: int
    overdue: int

    @property
    def is_nothing(self) -> bool:
        """Nothing waits: nobody needs a mail for that."""
        return not (self.unopened or self.due or self.overdue)


def figures(db: Session, viewer: Officer, on: date, *, now: datetime) -> Figures:
    """The figures at an instant. `on` is the day whose tree of places is in use."""
    still = Tip.unit_id.in_(own_units(viewer, on)), Tip.state.in_(OPEN_STATES)
    counted = select(func.count(Tip.id)).where(*still, Tip.is_quarantined.is_(False))
    return Figures(
        unopened=unopened.count(db, viewer, on),
        due=db.scalar(counted.where(Tip.due_at > now, Tip.due_at <= now + SOON)) or 0,
        overdue=db.scalar(counted.where(Tip.due_at <= now)) or 0,
    )

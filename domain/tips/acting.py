"""Who works on tips in a request: the same for every service that handles one."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import Session

from domain.audit import services as audit
from domain.audit.models import Action
from domain.audit.services import Act, Who
from domain.people.models import Officer
from domain.tips import steps
from domain.tips.models import StepKind, Tip
from domain.vault.keys import KeyRing

KIND = "tip"
"""What audit entries and photos call a tip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """The officer, how the audit log writes them, the instant, the keys, the tree's day."""

    by: Officer
    who: Who
    now: datetime
    ring: KeyRing = field(repr=False)
    on: date
    second_person_days: int = 3
    """After so many days without a second person an ended tip lies open to the unit above."""

    def audit(self, db: Session, action: Action, tip: Tip, reason: str = "") -> None:
        """Write the entry of an act or look on a tip."""
        act = Act(action=action, object_kind=KIND, object_id=str(tip.id), reason=reason)
        audit.record(db, self.ring, at=self.now, who=self.who, act=act)

    def step(self, db: Session, kind: StepKind, tip: Tip, note: str = "") -> None:
        """Write a line of the tip's timeline."""
        steps.add(db, self.ring, tip=tip, kind=kind, by=self.by.id, now=self.now, note=note)

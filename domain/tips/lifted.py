"""When the unit above may read a commune's tip without stating a reason: the tip asks for it."""

from datetime import date, timedelta
from enum import StrEnum

from domain.tips.models import EndCheck, Tip

TO_PARENT = 2
"""`Tip.escalation` from which an unopened tip lies open to the unit above."""


class Lifted(StrEnum):
    """Why a tip lies open to the unit above; the word stands in the audit log as the reason."""

    APPEALED = "appealed"
    UNOPENED = "unopened"
    ONE_PERSON_ONLY = "one_person_only"
    """It was ended as spam, duplicate or too little, and no second person has looked in time."""


def lifted(tip: Tip, *, today: date, second_person_days: int) -> Lifted | None:
    """Why the tip lies open to the unit above now, if it does."""
    if tip.appealed_on is not None:
        return Lifted.APPEALED
    if tip.escalation >= TO_PARENT and tip.opened_at is None:
        return Lifted.UNOPENED
    waited_until = today - timedelta(days=second_person_days)
    if tip.end_check is EndCheck.PENDING and tip.closed_on and tip.closed_on <= waited_until:
        return Lifted.ONE_PERSON_ONLY
    return None

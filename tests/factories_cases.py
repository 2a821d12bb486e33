"""Cases to test with: tips of one matter, one of whose victims was spoken to."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.people.models import Officer
from domain.tips import cases
from domain.tips.acting import Acting
from domain.tips.case_models import TipCase
from domain.tips.cases import NewCase
from domain.tips.models import Tip
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY

AT = datetime(2024, 6, 5, 3, tzinfo=UTC)
WHY = "cùng tài khoản nhận tiền"


def acting_of(ring: KeyRing, officer: Officer, at: datetime = AT) -> Acting:
    """An officer at work."""
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=at, ring=ring, on=TREE_DAY)


def spoken(tip: Tip) -> Tip:
    """A tip whose victim was spoken to."""
    tip.victim_spoken_on = date(2024, 6, 5)
    return tip


def make_case(db: Session, ring: KeyRing, officer: Officer, tips: Sequence[Tip]) -> TipCase:
    """A case of the officer's unit; the victim of its first tip was spoken to."""
    spoken(tips[0])
    db.flush()
    new = NewCase(id=uuid4(), tip_ids=[tip.id for tip in tips], reason=WHY)
    return cases.open_case(db, acting=acting_of(ring, officer), new=new)

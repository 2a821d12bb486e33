"""Bank contacts and calls to test with."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import NOBODY
from domain.banking import calls
from domain.banking.content import NewCall
from domain.banking.models import BankContact, CallResult
from domain.people.models import Officer
from domain.tips.acting import Acting
from domain.tips.models import Tip
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY


def contact_of(db: Session, by: Officer, bank: str = "VCB", **told: object) -> BankContact:
    """A contact in the directory of the officer's own place, that nobody has dialled."""
    contact = BankContact(
        id=uuid4(),
        place_id=by.place_id,
        author_id=by.id,
        entered_at=datetime.now(UTC),
        version=1,
        **{"bank": bank, "branch": "", "person": "", "day_phone": "0900000301",
           "night_phone": "", "note": "", "checked_by": "", **told},
    )  # fmt: skip
    db.add(contact)
    db.flush()
    return contact


def call_of(**told: object) -> NewCall:
    """A call that just held 20 million."""
    plain = {
        "id": uuid4(),
        "bank": "VCB",
        "called_at": datetime.now(UTC),
        "result": CallResult.HELD,
        "amount_text": "20tr",
        "note": "Chị trực ca đêm nghe máy.",
    }
    return NewCall(**{**plain, **told})


def logged_call(db: Session, ring: KeyRing, by: Officer, tip: Tip, **told: object) -> UUID:
    """A call that an officer logged for a tip."""
    call = call_of(**told)
    acting = Acting(by=by, who=NOBODY, now=datetime.now(UTC), ring=ring, on=TREE_DAY)
    calls.log(db, acting=acting, tip=tip, call=call)
    return call.id

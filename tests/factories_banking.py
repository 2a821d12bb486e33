"""Bank contacts and calls to test with."""

from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from domain.banking.content import NewCall
from domain.banking.models import BankContact, CallResult
from domain.people.models import Officer


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

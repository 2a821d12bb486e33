"""Words of supervisors and officers about records, said by the services that say the real ones."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.feed.models import Kind
from domain.people.models import Officer
from domain.review import services
from domain.review.models import ReviewKind
from domain.review.services import NewReview, Speaking
from domain.vault.keys import KeyRing
from tests.factories_feed import NOON


def speaking(ring: KeyRing, by: Officer, now: datetime = NOON) -> Speaking:
    """Somebody about to say something."""
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    return Speaking(by=by, who=who, now=now, ring=ring)


def new_review(record_id: UUID, kind: ReviewKind, text: str = "", **told: object) -> NewReview:
    """What is said of an activity, unless told otherwise."""
    held = {"id": uuid4(), "record_kind": Kind.OUTREACH, **told}
    return NewReview(kind=kind, record_id=record_id, text=text, **held)


def give(
    db: Session,
    ring: KeyRing,
    by: Officer,
    record_id: UUID,
    kind: ReviewKind,
    text: str = "",
    *,
    now: datetime = NOON,
    **told: object,
) -> None:
    """A supervisor acknowledges, comments, or sends back."""
    new = new_review(record_id, kind, text, **told)
    services.give(db, speaking=speaking(ring, by, now), new=new)
    db.flush()


def answer(
    db: Session,
    ring: KeyRing,
    by: Officer,
    record_id: UUID,
    text: str,
    *,
    now: datetime = NOON,
    **told: object,
) -> None:
    """An officer goes on with the talk."""
    new = new_review(record_id, ReviewKind.COMMENT, text, **told)
    services.answer(db, speaking=speaking(ring, by, now), new=new)
    db.flush()

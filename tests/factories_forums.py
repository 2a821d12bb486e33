"""Forums to test with."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.clock import instant
from domain.forums import services
from domain.forums.choices import choices_for
from domain.forums.content import Content, Handling, OpinionContent
from domain.forums.models import Forum, Opinion, OpinionKind, Outcome
from domain.people.models import Officer
from domain.places.models import Place
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY
from tests.factories_outreach import DAY, NOON


def opinion(number: int, gist: str = "Đường tối, hay mất gà.", **told: Any) -> OpinionContent:
    """Something somebody said, answered on the spot unless told otherwise."""
    handling = Handling(**{k: told.pop(k) for k in list(told) if k in Handling.__slots__})
    return OpinionContent(number=number, gist=gist, handling=handling, **told)


def promised(number: int, gist: str = "Karaoke hát quá giờ.", **told: Any) -> OpinionContent:
    """Something that is to be answered later."""
    return opinion(number, gist, outcome=Outcome.PROMISED, **told)


def content(where: Place, **told: Any) -> Content:
    """An evening with 48 people, unless told otherwise."""
    held: dict[str, Any] = {"place_id": where.id, "held_on": DAY, "attendance": 48}
    return Content(**{**held, **told})


def acting(db: Session, ring: KeyRing, by: Officer, now: datetime = NOON) -> services.Acting:
    """Somebody at work at that instant."""
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    choices = choices_for(db, by, on=DAY, tree_day=TREE_DAY)
    return services.Acting(by=by, who=who, now=now, ring=ring, choices=choices)


def log(
    db: Session,
    ring: KeyRing,
    by: Officer,
    *,
    now: datetime = NOON,
    record_id: UUID | None = None,
    said: Content | None = None,
    **told: Any,
) -> Forum:
    """A logged forum of the officer's own place."""
    return services.log(
        db,
        acting=acting(db, ring, by, now),
        record_id=record_id or uuid4(),
        content=said or content(by.place, **told),
    )


def put_promise(
    db: Session, author: Officer, where: Place, *, due: date | None, owner: Officer | None = None
) -> Opinion:
    """A promise of a forum twenty days before its day, stored as it is."""
    held = (due or DAY) - timedelta(days=20)
    opinion = Opinion(
        id=uuid4(),
        position=1,
        kind=OpinionKind.REQUEST,
        topic="Đèn đường",
        gist="Xin lắp đèn",
        outcome=Outcome.PROMISED,
        owner_id=(owner or author).id,
        due_on=due,
    )
    forum = Forum(
        id=uuid4(),
        place_id=where.id,
        held_on=held,
        author_id=author.id,
        entered_at=instant(held, None),
        fingerprint="",
    )
    forum.opinions.append(opinion)
    db.add(forum)
    db.flush()
    return opinion

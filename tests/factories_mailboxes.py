"""Boxes, openings and duty lines to test with."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from domain.audit.services import Who
from domain.mailboxes import openings
from domain.mailboxes.choices import choices_for
from domain.mailboxes.content import BoxContent, OpeningContent
from domain.mailboxes.models import DutyLine, Mailbox, MailboxOpening
from domain.mailboxes.openings import Acting
from domain.people.models import Officer
from domain.places.models import Place
from domain.vault.keys import KeyRing
from tests.factories import TREE_DAY
from tests.factories_outreach import DAY, NOON

HUNG = date(2024, 1, 8)
TWO = ("Thiếu úy Mẫu", "Trung úy Ví Dụ")


def acting(db: Session, ring: KeyRing, by: Officer, now: datetime = NOON) -> Acting:
    """Somebody at work at that instant."""
    who = Who(actor_id=by.id, role=by.role.value, place_id=by.place_id)
    choices = choices_for(db, by, tree_day=TREE_DAY)
    return Acting(by=by, who=who, now=now, ring=ring, choices=choices)


def box_told(where: Place, **told: Any) -> BoxContent:
    """A box at the market, opened every week."""
    held: dict[str, Any] = {
        "place_id": where.id,
        "spot": "Chợ Phương Trà",
        "key_holders": TWO,
        "opened_every": 7,
        "hung_on": HUNG,
    }
    return BoxContent(**{**held, **told})


def hang(db: Session, where: Place, *, author: Officer, **told: Any) -> Mailbox:
    """A box as it stands in the register."""
    content = box_told(where, **told)
    box = Mailbox(
        id=uuid4(),
        place=where,
        spot=content.spot,
        key_holders=list(content.key_holders),
        opened_every=content.opened_every,
        hung_on=content.hung_on,
        author_id=author.id,
        entered_at=NOON,
        version=1,
    )
    db.add(box)
    db.flush()
    return box


def opening_told(**told: Any) -> OpeningContent:
    """Two people found three letters, unless told otherwise."""
    return OpeningContent(**{"held_on": DAY, "openers": TWO, "letters": 3, **told})


def log(
    db: Session,
    ring: KeyRing,
    by: Officer,
    box: Mailbox,
    *,
    now: datetime = NOON,
    record_id: UUID | None = None,
    **told: Any,
) -> MailboxOpening:
    """A logged opening of a box."""
    return openings.log(
        db,
        acting=acting(db, ring, by, now),
        box=box,
        record_id=record_id or uuid4(),
        content=opening_told(**told),
    )


def add_line(db: Session, where: Place, *, author: Officer, **told: Any) -> DutyLine:
    """A line as it stands in the register, never tried."""
    held: dict[str, Any] = {"label": "Đường dây nóng", "phone": "0900000201", "hours": "Cả ngày"}
    line = DutyLine(
        id=uuid4(), place=where, author_id=author.id, entered_at=NOON, version=1, **{**held, **told}
    )
    db.add(line)
    db.flush()
    return line

"""A unit with a box at the market, a chief and two officers."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from domain.mailboxes.models import Mailbox, MailboxOpening
from domain.people.models import Officer
from domain.places.models import Place
from tests.factories import People, make_officer
from tests.factories_mailboxes import TWO, hang, log
from tests.support.page import Browser
from web.context import now, today
from web.extensions import db as flask_db


@pytest.fixture
def box_id(app, people: People, hamlet_id: str) -> UUID:
    """A box of the hamlet, hung long ago and never opened: overdue."""
    with app.app_context(), Session(flask_db.engine) as session:
        make_officer(session, "xa1b", name="Trung úy Ví Dụ", reads_tips=False)
        where = session.get_one(Place, UUID(hamlet_id))
        author = session.get_one(Officer, people.chief.id)
        box = hang(session, where, author=author, hung_on=today() - timedelta(days=90))
        session.commit()
        return box.id


@pytest.fixture
def opened(app, people: People, box_id: UUID) -> Callable[..., UUID]:
    """Log an opening of the box; gives its id."""
    ring = app.extensions["ring"]

    def log_one(**told: object) -> UUID:
        with app.app_context(), Session(flask_db.engine) as session:
            box = session.get_one(Mailbox, box_id)
            officer = session.get_one(Officer, people.officer.id)
            said = {"held_on": today(), "openers": TWO, **told}
            opening = log(session, ring, officer, box, now=now(), **said)
            session.commit()
            return opening.id

    return log_one


@pytest.fixture
def entered(stored) -> Callable[[UUID], int]:
    """How many letters of an opening are tips."""
    return lambda opening_id: stored(
        lambda db: db.get_one(MailboxOpening, opening_id).letters_entered
    )


@pytest.fixture
def chief(hamlet_id: str, browser_of: Callable[[str], Browser]) -> Browser:
    """The commune's chief."""
    return browser_of("truong1")

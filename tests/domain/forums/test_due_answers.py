"""Promised answers are called in by their day, each unit's own and the supervisor's all."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from domain.forums import due
from domain.forums.models import Forum, Opinion, OpinionKind, Outcome
from domain.people.models import Role
from tests.factories import BINH_THANH, DISTRICT, make_officer, place
from tests.factories_feed import NOON

TODAY = date(2024, 6, 5)


@pytest.fixture
def officer(db):
    return make_officer(db)


@pytest.fixture
def raise_opinion(db, officer):
    """An opinion at a forum of its own; returns the forum."""

    def make(due_on=None, *, code="30094", outcome=Outcome.PROMISED, answered_on=None):
        forum = Forum(
            id=uuid4(),
            place_id=place(db, code).id,
            held_on=TODAY - timedelta(days=20),
            author_id=officer.id,
            entered_at=NOON,
            fingerprint="",
        )
        opinion = Opinion(
            id=uuid4(),
            position=1,
            kind=OpinionKind.REQUEST,
            topic="Đèn đường",
            gist="Xin lắp đèn",
            outcome=outcome,
            due_on=due_on,
            answered_on=answered_on,
        )
        forum.opinions.append(opinion)
        db.add(forum)
        db.flush()
        return forum

    return make


def test_the_answer_due_first_stands_first(db, officer, raise_opinion):
    later = raise_opinion(TODAY + timedelta(days=9))
    sooner = raise_opinion(TODAY - timedelta(days=1))
    raise_opinion(TODAY, code=BINH_THANH)
    assert [forum.id for _, forum in due.next_due(db, officer)] == [sooner.id, later.id]


def test_answered_withdrawn_and_dateless_ones_are_not_called_in(db, officer, raise_opinion):
    raise_opinion(TODAY, answered_on=TODAY)
    raise_opinion(TODAY, outcome=Outcome.ANSWERED)
    raise_opinion(None)
    raise_opinion(TODAY).withdrawn_at = NOON
    db.flush()
    assert due.next_due(db, officer) == []
    assert due.overdue(db, officer, today=TODAY + timedelta(days=1)) == 0


def test_a_supervisor_counts_what_is_overdue_everywhere(db, raise_opinion):
    supervisor = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    raise_opinion(TODAY - timedelta(days=1))
    raise_opinion(TODAY - timedelta(days=1), code=BINH_THANH)
    raise_opinion(TODAY)
    assert due.overdue(db, supervisor, today=TODAY) == 2


def test_what_is_overdue_is_counted_to_the_last_one(db, officer, raise_opinion):
    forum = raise_opinion(TODAY - timedelta(days=1))
    said = {"kind": OpinionKind.REQUEST, "topic": "Đèn đường", "gist": "Xin lắp đèn"}
    waits = {"outcome": Outcome.PROMISED, "due_on": TODAY - timedelta(days=1)}
    forum.opinions += [Opinion(id=uuid4(), position=n, **said, **waits) for n in range(2, 521)]
    db.flush()
    assert due.overdue(db, officer, today=TODAY) == 520

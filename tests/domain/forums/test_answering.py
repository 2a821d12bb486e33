"""Completing an opinion's handling: what counts as open, as due, as overdue."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from domain.errors import BadInput, NotFound, StaleVersion
from domain.feed.models import DailyCount, FeedRow
from domain.forums import due, queries, services
from domain.forums.content import Handling
from domain.forums.models import Outcome
from tests.factories import make_people
from tests.factories_forums import acting, log, opinion, promised
from tests.factories_outreach import DAY, later

WEEK = timedelta(days=7)


@pytest.fixture
def people(db):
    return make_people(db)


@pytest.fixture
def record(db, ring, people):
    """Somebody waits for an answer by a day, somebody else for another body's."""
    return log(
        db,
        ring,
        people.officer,
        opinions=(
            promised(1, responsible="Thiếu úy Mẫu", due_on=DAY + WEEK),
            opinion(2, outcome=Outcome.PASSED_ON, responsible="Điện lực"),
            opinion(3),
        ),
    )


def _answer(db, ring, by, record, number, version=1, days=3, **told):
    return services.answer(
        db,
        acting=acting(db, ring, by, later(days=days)),
        record=record,
        opinion=record.opinions[number - 1],
        version=version,
        handling=Handling(**told),
    )


def _open(db, record):
    summary = db.scalars(select(FeedRow).where(FeedRow.record_id == record.id)).first().summary
    counted = db.scalar(
        select(func.sum(DailyCount.value)).where(
            DailyCount.place_id == record.place_id, DailyCount.measure == "open_opinions"
        )
    )
    assert summary["open"] == counted
    return counted


def test_an_answer_given_later_closes_the_promise_in_feed_counts_and_lists(
    db, ring, people, record
):
    assert _open(db, record) == 2
    assert due.overdue(db, people.officer, today=DAY + WEEK) == 0
    assert due.overdue(db, people.officer, today=DAY + WEEK + WEEK) == 1
    answered = {"outcome": Outcome.PROMISED, "answer": "Đã gắn đèn.", "answered_on": DAY}
    _answer(db, ring, people.chief, record, 1, due_on=DAY + WEEK, **answered)
    assert _open(db, record) == 1
    assert due.overdue(db, people.officer, today=DAY + WEEK + WEEK) == 0


def test_what_was_passed_on_waits_until_it_is_answered(db, ring, people, record):
    _answer(
        db, ring, people.officer, record, 2,
        outcome=Outcome.PASSED_ON, responsible="Điện lực", answer="Đã sửa.", answered_on=DAY,
    )  # fmt: skip
    assert _open(db, record) == 1


def test_saying_that_it_was_answered_there_after_all_closes_it(db, ring, people, record):
    _answer(db, ring, people.officer, record, 1, outcome=Outcome.ANSWERED)
    assert _open(db, record) == 1


def test_two_opinions_answered_from_two_phones_do_not_collide(db, ring, people, record):
    _answer(db, ring, people.officer, record, 1, outcome=Outcome.ANSWERED)
    _answer(db, ring, people.chief, record, 2, version=1, outcome=Outcome.ANSWERED)
    assert record.version == 3
    assert _open(db, record) == 0


def test_the_same_opinion_answered_from_two_phones_is_not_lost(db, ring, people, record):
    told = {"outcome": Outcome.PROMISED, "answer": "Đã gắn đèn.", "due_on": DAY + WEEK}
    _answer(db, ring, people.officer, record, 1, **told)
    with pytest.raises(StaleVersion):
        _answer(db, ring, people.chief, record, 1, version=1, **{**told, "answer": "Chưa gắn."})
    assert _answer(db, ring, people.chief, record, 1, version=1, **told).version == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"answered_on": DAY + timedelta(days=4)}, "answered_on"),
        ({"answered_on": DAY - timedelta(days=1)}, "answered_on"),
        ({"due_on": DAY - timedelta(days=1)}, "due_on"),
        ({"answer": "x" * 5_001}, "answer"),
        ({"responsible": "x" * 161}, "responsible"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(db, ring, people, record, told, field):
    with pytest.raises(BadInput) as refused:
        _answer(db, ring, people.officer, record, 1, outcome=Outcome.PROMISED, **told)
    assert refused.value.field == field


def test_an_opinion_of_another_forum_is_not_found(db, ring, people, record):
    other = log(db, ring, people.officer, opinions=(opinion(1),))
    with pytest.raises(NotFound):
        queries.opinion_of(record, other.opinions[0].id)


def test_an_opinion_whose_handling_nobody_wrote_down_waits_for_no_answer(db, ring, people):
    said = (opinion(1, outcome=Outcome.NOT_YET), promised(2), opinion(3))
    assert _open(db, log(db, ring, people.officer, opinions=said)) == 1

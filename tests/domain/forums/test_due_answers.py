"""Promised answers are called in by their day, each unit's own and the supervisor's all."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from domain.forums import due
from domain.forums.models import Forum, Opinion, OpinionKind, Outcome
from domain.people.models import Role
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_officer, place
from tests.factories_feed import NOON
from tests.factories_outreach import make_hamlet

TODAY = date(2024, 6, 5)


@pytest.fixture
def officer(db):
    return make_officer(db)


@pytest.fixture
def raise_opinion(db, officer):
    """An opinion at a forum of its own; returns the forum."""

    def make(
        due_on=None,
        *,
        code="30094",
        where=None,
        owner=officer,
        outcome=Outcome.PROMISED,
        answered_on=None,
    ):
        forum = Forum(
            id=uuid4(),
            place_id=(where or place(db, code)).id,
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
            owner_id=owner.id if owner else None,
            answered_on=answered_on,
        )
        forum.opinions.append(opinion)
        db.add(forum)
        db.flush()
        return forum

    return make


@pytest.fixture
def chief(db):
    return make_officer(db, "truong1", role=Role.CHIEF, name="Đại úy Mẫu")


def _owed(db, viewer, today=TODAY):
    return [owed.forum_id for owed in due.owed_by(db, viewer, today=today).shown]


def test_the_answer_due_first_stands_first_and_one_without_a_day_last(db, officer, raise_opinion):
    undated = raise_opinion(None)
    later = raise_opinion(TODAY + timedelta(days=7))
    sooner = raise_opinion(TODAY - timedelta(days=1))
    passed_on = raise_opinion(TODAY, outcome=Outcome.PASSED_ON)
    raise_opinion(TODAY + timedelta(days=8))
    raise_opinion(TODAY, code=BINH_THANH)
    assert _owed(db, officer) == [sooner.id, passed_on.id, later.id, undated.id]


def test_answered_and_withdrawn_ones_are_not_called_in(db, officer, raise_opinion):
    raise_opinion(TODAY, answered_on=TODAY)
    raise_opinion(TODAY, outcome=Outcome.ANSWERED)
    raise_opinion(TODAY, outcome=Outcome.NOT_YET)
    raise_opinion(TODAY).withdrawn_at = NOON
    db.flush()
    assert _owed(db, officer) == []
    assert due.promises(db, officer).total == 0
    assert due.overdue(db, officer, today=TODAY + timedelta(days=1)) == 0


def test_an_officer_owes_the_own_promises_and_the_chief_all_of_the_unit(
    db, officer, chief, raise_opinion
):
    colleague = make_officer(db, "xa9", name="Trung úy Khác")
    mine, theirs = raise_opinion(TODAY), raise_opinion(TODAY, owner=colleague)
    assert _owed(db, officer) == [mine.id]
    assert _owed(db, colleague) == [theirs.id]
    assert set(_owed(db, chief)) == {mine.id, theirs.id}
    assert due.promises(db, officer).total == 2


def test_a_promise_whose_owner_moved_away_is_the_chiefs_and_its_writers(
    db, officer, chief, raise_opinion
):
    mover = make_officer(db, "xa9", name="Trung úy Khác")
    forum = raise_opinion(TODAY, owner=mover)
    assert _owed(db, mover) == [forum.id]
    mover.place_id = place(db, BINH_THANH).id
    db.flush()
    db.refresh(mover, ["place"])
    assert _owed(db, mover) == []
    assert _owed(db, officer) == _owed(db, chief) == [forum.id]
    (owed,) = due.owed_by(db, chief, today=TODAY).shown
    assert owed.is_left and owed.is_ownerless and owed.owner == "Trung úy Khác"
    raise_opinion(TODAY - timedelta(days=3))
    assert _owed(db, chief)[0] == forum.id
    assert not due.keeps(db, mover, forum)
    assert due.keeps(db, officer, forum)


def test_whoever_moved_up_or_left_the_service_or_reviews_now_keeps_no_promise(
    db, officer, chief, raise_opinion
):
    mover = make_officer(db, "xa9", name="Trung úy Khác")
    forum = raise_opinion(TODAY, owner=mover)
    for change in ({"code": DISTRICT}, {"is_active": False}, {"role": Role.SUPERVISOR}):
        mover.place_id = place(db, change.pop("code", "30094")).id
        for name, value in {"is_active": True, "role": Role.OFFICER, **change}.items():
            setattr(mover, name, value)
        db.flush()
        db.refresh(mover, ["place"])
        (owed,) = due.owed_by(db, chief, today=TODAY).shown
        assert owed.is_left and not due.keeps(db, mover, forum)


def test_a_promise_of_nobody_is_the_chiefs_and_its_writers(db, officer, chief, raise_opinion):
    colleague = make_officer(db, "xa9", name="Trung úy Khác")
    forum = raise_opinion(TODAY, owner=None)
    assert _owed(db, chief) == _owed(db, officer) == [forum.id]
    assert _owed(db, colleague) == []


def test_what_is_shown_is_cut_and_counted_whole(db, officer, raise_opinion):
    for _ in range(4):
        raise_opinion(TODAY)
    some = due.owed_by(db, officer, today=TODAY, most=3)
    assert (len(some.shown), some.total) == (3, 4)


def test_promises_are_listed_for_one_hamlet_and_those_answered_lately_apart(
    db, officer, raise_opinion
):
    hamlet = make_hamlet(db)
    there = raise_opinion(TODAY, where=hamlet)
    raise_opinion(TODAY)
    kept = raise_opinion(TODAY, answered_on=TODAY)
    raise_opinion(TODAY, answered_on=TODAY - timedelta(days=40))
    assert [o.forum_id for o in due.promises(db, officer, within=hamlet.id).shown] == [there.id]
    since = TODAY - timedelta(days=30)
    assert [o.forum_id for o in due.answered_since(db, officer, since).shown] == [kept.id]


def test_a_supervisor_sees_the_communes_that_are_worst_behind(db, raise_opinion):
    supervisor = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    for days in (1, 9):
        raise_opinion(TODAY - timedelta(days=days), where=make_hamlet(db, days))
    raise_opinion(TODAY - timedelta(days=30), code=BINH_THANH)
    raise_opinion(TODAY, code=BINH_THANH)
    found = due.worst_communes(db, supervisor, on=TREE_DAY, today=TODAY)
    assert [(commune.code, late, oldest) for commune, late, oldest in found] == [
        ("30094", 2, TODAY - timedelta(days=9)),
        (BINH_THANH, 1, TODAY - timedelta(days=30)),
    ]


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "over"), (0, "today"), (2, "soon"), (3, "ok"), (None, "soon")]
)
def test_a_day_says_how_near_it_is(days, state):
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert due.state(due_on, TODAY) == state


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

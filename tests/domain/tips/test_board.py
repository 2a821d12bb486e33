"""The board: what a supervisor and a unit have before them, the least time in front."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.people.models import Role
from domain.tips import board as boards
from domain.tips.at_hand import due_soon
from domain.tips.board import Stage
from domain.tips.clocks import Nearness, OpenWithin, of_tip
from domain.tips.models import Tip, TipOutcome, TipState
from tests.factories import BINH_THANH, DISTRICT, PHUONG_TRA, TREE_DAY, make_officer, place
from tests.factories_tips import make_tip

NOW = datetime(2025, 6, 5, 2, 30, tzinfo=UTC)
WITHIN = OpenWithin(hours=24, urgent_minutes=10)


@pytest.fixture
def officer(db):
    return make_officer(db)


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)


def tip_in(db, ring, code, state=TipState.NEW, *, hours=None, days_ago=0, **how):
    came = NOW - timedelta(days=days_ago)
    tip = db.get_one(Tip, make_tip(db, ring, place(db, code), at=came, **how).tip_id)
    tip.state = state
    tip.due_at = NOW + timedelta(hours=hours) if hours is not None else None
    db.flush()
    return tip


def look(db, ring, viewer, most=5):
    return boards.board(db, ring, viewer, TREE_DAY, now=NOW, within=WITHIN, most=most)


def ids(board, stage):
    return [tip.id for column in board.columns if column.stage is stage for tip in column.tips]


def test_new_tips_stand_urgent_first_then_in_the_order_they_came(db, ring, supervisor):
    late = tip_in(db, ring, BINH_THANH)
    early = tip_in(db, ring, "30094", days_ago=2)
    urgent = tip_in(db, ring, "30094", urgent=True)
    tip_in(db, ring, "30094", quarantine="too_fast")
    assert ids(look(db, ring, supervisor), Stage.NEW) == [urgent.id, early.id, late.id]


def test_tips_in_work_stand_by_their_limit_and_those_without_one_behind(db, ring, supervisor):
    far = tip_in(db, ring, BINH_THANH, TipState.HELD, hours=90)
    none = tip_in(db, ring, BINH_THANH, TipState.VERIFYING)
    over = tip_in(db, ring, "30094", TipState.WAITING, hours=-3)
    today = tip_in(db, ring, "30094", TipState.HELD, hours=5)
    here = tip_in(db, ring, DISTRICT, TipState.HELD, hours=1)
    board = look(db, ring, supervisor)
    assert ids(board, Stage.WORKED) == [over.id, today.id, far.id, none.id]
    assert ids(board, Stage.HANDED_ON) == [here.id]
    assert (board.over, board.today) == (1, 2)
    assert ids(look(db, ring, supervisor, most=1), Stage.WORKED) == [over.id]


def test_what_was_finished_in_the_last_week_stands_newest_first(db, ring, supervisor):
    for days in (1, 3, 8):
        tip = tip_in(db, ring, BINH_THANH, TipState.RESOLVED)
        tip.outcome, tip.closed_on = TipOutcome.HANDLED, (NOW - timedelta(days=days)).date()
    db.flush()
    board = look(db, ring, supervisor)
    finished = next(column for column in board.columns if column.stage is Stage.FINISHED)
    assert [tip.closed_on.day for tip in finished.tips] == [4, 2]
    assert finished.count == 2


def test_a_commune_sees_its_own_tips_and_none_that_went_past_it(db, ring, officer):
    mine = tip_in(db, ring, "30094", TipState.HELD, hours=5)
    tip_in(db, ring, BINH_THANH, TipState.HELD, hours=5)
    tip_in(db, ring, DISTRICT)
    outside = tip_in(db, ring, "30094", TipState.TRANSFERRED)
    board = look(db, ring, officer)
    assert ids(board, Stage.WORKED) == [mine.id]
    assert ids(board, Stage.HANDED_ON) == [outside.id]
    assert [column.count for column in board.columns] == [0, 1, 1, 0]


def test_counting_stops_at_what_a_badge_can_tell(db, ring, supervisor, monkeypatch):
    monkeypatch.setattr(boards, "COUNTED", 2)
    for _ in range(4):
        tip_in(db, ring, BINH_THANH)
    assert look(db, ring, supervisor).columns[0].count == 3


def test_home_names_what_is_over_or_due_within_a_day(db, ring, officer):
    over = tip_in(db, ring, "30094", TipState.HELD, hours=-30)
    near = tip_in(db, ring, "30094", TipState.RESOLVED, hours=20)
    tip_in(db, ring, "30094", TipState.HELD, hours=30)
    tip_in(db, ring, "30094", TipState.SPAM, hours=3)
    tip_in(db, ring, BINH_THANH, TipState.HELD, hours=3)
    assert [tip.id for tip in due_soon(db, officer, TREE_DAY, now=NOW)] == [over.id, near.id]
    blind = make_officer(db, "kin", reads_tips=False)
    assert due_soon(db, blind, TREE_DAY, now=NOW) == []


@pytest.mark.parametrize("hours", [6, 24, 72])
def test_the_head_counts_what_the_cards_show(db, ring, officer, supervisor, hours):
    within = OpenWithin(hours=hours, urgent_minutes=30)
    ages = [timedelta(minutes=20), timedelta(minutes=40)]
    ages += [timedelta(hours=back) for back in (1, 6, 7, 8, 13, 24, 25, 26, 30, 37, 49, 60, 73, 97)]
    for code in (PHUONG_TRA, BINH_THANH):
        for age in ages:
            for urgent in (False, True):
                make_tip(db, ring, place(db, code), at=NOW - age, urgent=urgent)
    tip_in(db, ring, PHUONG_TRA, TipState.HELD, hours=-1)
    opened = tip_in(db, ring, PHUONG_TRA, days_ago=9)
    opened.opened_at = NOW - timedelta(days=8)
    db.flush()
    for viewer in (officer, supervisor):
        board = boards.board(db, ring, viewer, TREE_DAY, now=NOW, within=within, most=99)
        shown = [tip for column in board.columns for tip in column.tips]
        left = [
            of_tip(ring, tip, now=NOW, within=within, is_own=tip.unit_id == viewer.place_id)
            for tip in shown
        ]
        near = [one.nearness for one in left if one]
        assert len(shown) >= 34
        assert board.over == near.count(Nearness.OVER), viewer.username
        assert board.today == near.count(Nearness.TODAY), viewer.username

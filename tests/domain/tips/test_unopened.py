"""Tips that wait are counted for those who must open them, and told upwards when they wait long."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from domain.people.models import Role
from domain.tips import at_hand, unopened
from domain.tips.models import Tip, TipState
from tests.factories import (
    BINH_THANH,
    DISTRICT,
    TREE_DAY,
    make_heir_above,
    make_officer,
    place,
)
from tests.factories_tips import make_tip

MORNING = datetime(2024, 6, 5, 2, 30, tzinfo=UTC)
"""Half past nine in Vietnam."""


@pytest.fixture
def officer(db):
    return make_officer(db)


@pytest.fixture
def supervisor(db):
    return make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)


def _waiting(db, ring, viewer, now=MORNING):
    return unopened.waiting(db, ring, viewer, TREE_DAY, now=now, hours=24)


def _late(db, ring, viewer, now, hours=24):
    return unopened.late(db, ring, viewer, TREE_DAY, now=now, hours=hours)


def _more_like(db, receipt, times):
    """Rows like a tip's, as many as no service would write one by one in a test."""
    table = Tip.__table__
    row = dict(db.execute(select(table).where(table.c.id == receipt.tip_id)).mappings().one())
    for number in range(times):
        id_, number = uuid4(), row["number"] + number + 1
        own = {"id": id_, "number": number, "fingerprint": id_.bytes, "receipt_lookup": None}
        db.execute(insert(table), {**row, **own})


def test_a_unit_counts_its_own_unopened_tips(db, ring, officer):
    make_tip(db, ring, at=MORNING)
    make_tip(db, ring, at=MORNING, urgent=True)
    make_tip(db, ring, place(db, BINH_THANH), at=MORNING)
    seen = _waiting(db, ring, officer)
    assert (seen.unopened, seen.urgent, seen.late) == (2, 1, 0)
    assert seen.urgent_since == MORNING
    assert unopened.count(db, officer, TREE_DAY) == 2


def test_what_was_sent_to_the_parent_is_not_even_counted_for_the_commune(
    db, ring, officer, supervisor
):
    make_tip(db, ring, place(db, DISTRICT), at=MORNING)
    assert unopened.count(db, officer, TREE_DAY) == 0
    assert _late(db, ring, officer, MORNING + timedelta(days=3)).count == 0
    assert unopened.count(db, supervisor, TREE_DAY) == 1


def test_tips_of_a_district_that_ended_wait_for_the_province(db, ring, officer):
    make_tip(db, ring, place(db, DISTRICT), at=MORNING, urgent=True)
    make_tip(db, ring, at=MORNING)
    later = place(db, DISTRICT).valid_to + timedelta(days=1)
    above, now = make_heir_above(db), MORNING + timedelta(days=2)
    assert unopened.count(db, above, later) == 1
    seen = unopened.waiting(db, ring, above, later, now=now, hours=24)
    assert (seen.unopened, seen.urgent, seen.late) == (1, 1, 1)
    told = unopened.late(db, ring, above, later, now=now, hours=24)
    assert told.count == 2, "the commune's own tip waits in a place below"
    assert place(db, DISTRICT).full_name in told.places


def test_opened_answered_and_quarantined_tips_do_not_wait(db, ring, officer):
    opened = db.get_one(Tip, make_tip(db, ring, at=MORNING).tip_id)
    opened.opened_at = MORNING
    taken = db.get_one(Tip, make_tip(db, ring, at=MORNING).tip_id)
    taken.state = TipState.HELD
    make_tip(db, ring, at=MORNING, quarantine="too_fast")
    db.flush()
    assert _waiting(db, ring, officer).unopened == 0


def test_somebody_without_the_right_to_tips_sees_none(db, ring):
    other = make_officer(db, "khongtin", reads_tips=False)
    make_tip(db, ring, at=MORNING, urgent=True)
    assert unopened.count(db, other, TREE_DAY) == 0
    assert _waiting(db, ring, other).urgent == 0


@pytest.mark.parametrize(
    ("waited", "is_late"), [(1, False), (20, False), (22, False), (25, True), (40, True)]
)
def test_a_day_unopened_is_told_to_the_supervisor_with_the_communes_name(
    db, ring, supervisor, waited, is_late
):
    make_tip(db, ring, at=MORNING)
    told = _late(db, ring, supervisor, MORNING + timedelta(hours=waited))
    assert told.count == int(is_late)
    assert list(told.places) == (["Xã Phương Trà"] if is_late else [])


def test_the_clock_turns_for_all_tips_of_an_hour_together(db, ring, supervisor):
    make_tip(db, ring, at=MORNING.replace(minute=2))
    make_tip(db, ring, at=MORNING.replace(minute=58))
    day_after = MORNING + timedelta(days=1)
    before = _late(db, ring, supervisor, day_after.replace(hour=1, minute=59))
    after = _late(db, ring, supervisor, day_after.replace(hour=2, minute=0))
    assert (before.count, after.count) == (0, 2)


def test_figures_are_true_however_many_tips_wait(db, ring, officer, supervisor):
    later = MORNING + timedelta(days=3)
    _more_like(db, make_tip(db, ring, place(db, BINH_THANH), at=MORNING), 519)
    make_tip(db, ring, at=MORNING)
    _more_like(db, make_tip(db, ring, at=later, urgent=True), 519)
    told = _late(db, ring, supervisor, later)
    assert (told.count, list(told.places)) == (521, ["Xã Bình Thạnh", "Xã Phương Trà"])
    seen = _waiting(db, ring, officer, later)
    assert (seen.unopened, seen.urgent, seen.late) == (521, 520, 1)
    assert unopened.count(db, officer, TREE_DAY) == 521


@pytest.mark.parametrize("came", [MORNING, MORNING + timedelta(hours=6)])
def test_a_tip_is_late_from_its_hour_on_whatever_half_of_the_day_it_came(
    db, ring, supervisor, came
):
    make_tip(db, ring, at=came)
    turns = came.replace(minute=0) + timedelta(days=1)
    for minutes in (*range(-1500, 0, 60), -1):
        assert _late(db, ring, supervisor, turns + timedelta(minutes=minutes)).count == 0
    for hours in range(40):
        assert _late(db, ring, supervisor, turns + timedelta(hours=hours)).count == 1


def test_how_long_is_too_long_is_a_setting(db, ring, supervisor):
    make_tip(db, ring, at=MORNING)
    now = MORNING + timedelta(hours=5)
    assert _late(db, ring, supervisor, now, hours=4).count == 1
    assert _late(db, ring, supervisor, now, hours=6).count == 0


def test_a_tip_that_cannot_be_unsealed_breaks_no_screen(db, ring, officer):
    tip = db.get_one(Tip, make_tip(db, ring, at=MORNING, urgent=True).tip_id)
    tip.wrapped_key = b"x" * 60
    db.flush()
    seen = _waiting(db, ring, officer, now=MORNING + timedelta(hours=25))
    assert (seen.urgent, seen.urgent_since) == (1, None)


def test_the_tip_in_reading_longest_stands_first(db, ring, officer):
    newer = db.get_one(Tip, make_tip(db, ring, at=MORNING).tip_id)
    older = db.get_one(Tip, make_tip(db, ring, at=MORNING - timedelta(days=3)).tip_id)
    newer.state = older.state = TipState.HELD
    make_tip(db, ring, at=MORNING - timedelta(days=9))
    db.flush()
    assert [tip.id for tip in at_hand.being_read(db, officer, TREE_DAY)] == [older.id, newer.id]

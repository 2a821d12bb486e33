"""Who may know of which tip."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.errors import NotFound
from domain.tips import inbox, queries
from domain.tips.inbox import Section, Tray
from domain.tips.models import Tip, TipState
from domain.tips.ordering import Cursor, Order
from tests.factories import (
    BINH_THANH,
    DISTRICT,
    PHUONG_TRA,
    TREE_DAY,
    make_heir_above,
    make_officer,
    make_people,
    place,
    successor,
)
from tests.factories_tips import make_tip


@pytest.fixture
def people(db):
    return make_people(db)


def test_the_own_unit_and_the_supervisor_know_of_a_tip_and_nobody_else_does(db, ring, people):
    tip_id = make_tip(db, ring).tip_id
    for viewer in (people.officer, people.chief, people.supervisor):
        assert queries.get_visible(db, viewer, tip_id, TREE_DAY).id == tip_id
    no_right = make_officer(db, "khongdoc", reads_tips=False)
    gone = make_officer(db, "nghi", is_active=False)
    for viewer in (people.neighbour, people.admin, no_right, gone):
        with pytest.raises(NotFound):
            queries.get_visible(db, viewer, tip_id, TREE_DAY)


def test_an_officer_of_the_district_who_supervises_nobody_sees_only_its_own_tips(db, ring, people):
    clerk = make_officer(db, "canbohuyen", code=DISTRICT)
    below = make_tip(db, ring).tip_id
    own = make_tip(db, ring, place(db, DISTRICT)).tip_id
    assert queries.get_visible(db, clerk, own, TREE_DAY).id == own
    with pytest.raises(NotFound):
        queries.get_visible(db, clerk, below, TREE_DAY)


def test_a_tip_sent_to_the_parent_does_not_exist_for_the_commune(db, ring, people):
    tip_id = make_tip(db, ring, place(db, DISTRICT), place_id=place(db, PHUONG_TRA).id).tip_id
    for viewer in (people.officer, people.chief, people.neighbour):
        with pytest.raises(NotFound):
            queries.get_visible(db, viewer, tip_id, TREE_DAY)
        assert queries.by_number(db, viewer, 1, TREE_DAY) == []
        assert inbox.tally(db, viewer, TREE_DAY).unit == 0
    assert queries.get_own(db, people.supervisor, tip_id, TREE_DAY).id == tip_id


def test_a_supervisor_may_look_but_not_handle(db, ring, people):
    tip_id = make_tip(db, ring).tip_id
    with pytest.raises(NotFound):
        queries.get_to_handle(db, people.supervisor, tip_id, TREE_DAY)
    assert queries.get_to_handle(db, people.officer, tip_id, TREE_DAY).id == tip_id


def test_what_waits_apart_is_the_receiving_units_alone(db, ring, people):
    tip_id = make_tip(db, ring, quarantine="too_fast").tip_id
    with pytest.raises(NotFound):
        queries.get_visible(db, people.supervisor, tip_id, TREE_DAY)
    assert queries.quarantined(db, people.officer, [tip_id], TREE_DAY)[0].id == tip_id
    with pytest.raises(NotFound):
        queries.quarantined(db, people.neighbour, [tip_id], TREE_DAY)


def test_numbers_run_by_unit_and_a_supervisor_finds_each_of_them(db, ring, people):
    here = make_tip(db, ring).tip_id
    there = make_tip(db, ring, place(db, BINH_THANH)).tip_id
    found = {tip.id for tip in queries.by_number(db, people.supervisor, 1, TREE_DAY)}
    assert found == {here, there}
    assert [tip.id for tip in queries.by_number(db, people.officer, 1, TREE_DAY)] == [here]


def test_a_new_unit_answers_for_the_tips_of_the_communes_it_took_over(db, ring):
    tip_id = make_tip(db, ring).tip_id
    old = place(db, PHUONG_TRA)
    later = old.valid_to.replace(year=old.valid_to.year + 1)
    heir = make_officer(db, "xamoi", code=PHUONG_TRA)
    heir.place_id = successor(db).id
    db.flush()
    db.refresh(heir, ["place"])
    assert queries.get_own(db, heir, tip_id, later).id == tip_id
    above = make_heir_above(db)
    with pytest.raises(NotFound):
        queries.get_own(db, above, tip_id, later)
    assert queries.get_visible(db, above, tip_id, later).id == tip_id


def test_tips_of_a_district_that_ended_are_answered_for_by_the_province(db, ring):
    tip_id = make_tip(db, ring, place(db, DISTRICT)).tip_id
    district = place(db, DISTRICT)
    later = district.valid_to.replace(year=district.valid_to.year + 1)
    above = make_heir_above(db)
    assert queries.get_own(db, above, tip_id, later).id == tip_id


def pages(db, viewer, section, order=Order.LIMIT):
    """Every tip of a section, two to a page."""
    seen, below = [], None
    while True:
        shelf = inbox.shelf(
            db, viewer, TREE_DAY, tray=Tray.UNIT, section=section,
            order=order, below=below, limit=2,
        )  # fmt: skip
        seen += [tip.id for tip in shelf.tips]
        if shelf.next is None:
            return seen
        below = Cursor.parse(str(shelf.next))


def test_pages_of_a_section_go_on_where_the_last_ended_and_lose_none(db, ring, people):
    made = [make_tip(db, ring).tip_id for _ in range(7)]
    assert pages(db, people.officer, Section.UNOPENED, Order.NEWEST) == list(reversed(made))


def test_what_waits_longest_to_be_opened_has_the_least_time_left(db, ring, people):
    now = datetime(2025, 6, 5, 2, tzinfo=UTC)
    made = [make_tip(db, ring, at=now + timedelta(days=day)).tip_id for day in (2, 0, 3, 1)]
    oldest = [made[1], made[3], made[0], made[2]]
    assert pages(db, people.officer, Section.UNOPENED) == oldest


def test_tips_in_work_stand_urgent_first_then_by_limit_and_the_newest_without_one_last(
    db, ring, people
):
    now = datetime(2025, 6, 5, 2, tzinfo=UTC)

    def held(hours, urgent=False):
        tip = db.get_one(Tip, make_tip(db, ring, at=now, urgent=urgent).tip_id)
        tip.state = TipState.HELD
        tip.due_at = now + timedelta(hours=hours) if hours is not None else None
        return tip.id

    far, none, near, same = held(90), held(None), held(-2), held(90)
    later, pressing, urgent = held(None), held(None, urgent=True), held(200, urgent=True)
    db.flush()
    order = [urgent, pressing, near, same, far, later, none]
    assert pages(db, people.officer, Section.HELD) == order
    newest = [urgent, pressing, later, same, near, none, far]
    assert pages(db, people.officer, Section.HELD, Order.NEWEST) == newest


_NOBODY = "0" * 32


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "20240101-1",
        "20240101-x-y-0-",
        "2-2-2-2-2",
        f"99999999-1-{_NOBODY}-0-",
        f"20240101-{2**64}-{_NOBODY}-0-",
        f"20240101-1-{_NOBODY}-2-",
        f"20240101-1-{_NOBODY}-0-{10**30}",
        f"20240101-1-{_NOBODY}-0-x",
    ],
)
def test_a_cursor_that_nobody_gave_leads_nowhere(text):
    with pytest.raises(NotFound):
        Cursor.parse(text)


def test_every_tip_stands_in_exactly_one_section(db, ring, people):
    make_tip(db, ring)
    make_tip(db, ring, urgent=True)
    above = {Section.APPEALED, Section.LIFTED}
    beside = {Section.APART, Section.TO_CHECK, Section.HANDED_ON} | above
    sections = [s for s in Section if s not in beside]
    shown = [
        tip.id
        for section in sections
        for tip in inbox.shelf(db, people.officer, TREE_DAY, tray=Tray.UNIT, section=section).tips
    ]
    assert sorted(shown) == sorted(db.scalars(select(Tip.id)))

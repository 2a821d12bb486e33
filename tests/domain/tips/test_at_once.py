"""An urgent tip has its own clock from the first look: the commune tells the agency at once."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.audit.services import Who
from domain.people.models import Role
from domain.reference import settings
from domain.tips import access, classifying, clocks, deadlines, transferring
from domain.tips.acting import Acting
from domain.tips.clocks import Nearness, OpenWithin
from domain.tips.models import Classification, Tip
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from domain.working_days import services as working_days
from domain.working_days.services import NewDay
from tests.factories import DISTRICT, TREE_DAY, make_officer, place
from tests.factories_tips import make_tip

OPENED = datetime(2025, 6, 2, 3, 15, tzinfo=UTC)
TEN = timedelta(minutes=10)
WITHIN = OpenWithin(hours=24, urgent_minutes=10)


def acting_as(ring, officer, now=OPENED):
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=now, ring=ring, on=TREE_DAY)


@pytest.fixture
def acting(db, ring):
    return acting_as(ring, make_officer(db))


def opened_tip(db, acting, *, urgent=True, unit=None):
    came = OPENED - timedelta(minutes=4)
    tip = db.get_one(Tip, make_tip(db, acting.ring, unit, at=came, urgent=urgent).tip_id)
    access.read(db, acting=acting, tip=tip)
    return tip


def unmet(db, tip):
    return [row.rule for row in deadlines.of_tip(db, tip) if row.met_at is None]


def classify(db, acting, tip, to):
    classifying.classify(db, acting=acting, tip=tip, version=tip.version, to=to, reason="đã xem")


def test_an_urgent_tip_that_was_opened_is_to_be_told_of_within_minutes(db, ring, acting):
    tip = opened_tip(db, acting)
    assert unmet(db, tip) == ["D0_URGENT"]
    assert tip.due_at == OPENED + TEN
    told = clocks.of_tip(ring, tip, now=OPENED, within=WITHIN, is_own=True)
    assert (told.nearness, told.time) == (Nearness.TODAY, TEN)
    late = clocks.of_tip(ring, tip, now=OPENED + 2 * TEN, within=WITHIN, is_own=True)
    assert (late.nearness, late.time) == (Nearness.OVER, TEN)


def test_an_admin_sets_how_many_minutes_at_once_is(db, acting):
    settings.store(db, key="urgent_open_minutes", text="30", by=None, now=OPENED)
    assert opened_tip(db, acting).due_at == OPENED + timedelta(minutes=30)


def test_a_tip_that_is_not_urgent_has_no_clock_before_it_is_classified(db, acting):
    tip = opened_tip(db, acting, urgent=False)
    assert (unmet(db, tip), tip.due_at) == ([], None)


def test_the_unit_that_investigates_has_nobody_to_tell(db, ring):
    above = acting_as(ring, make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT))
    assert unmet(db, opened_tip(db, above, unit=place(db, DISTRICT))) == []


def test_classified_as_one_of_law_it_keeps_that_clock_beside_the_others(db, acting):
    tip = opened_tip(db, acting)
    classify(db, acting, tip, Classification.DENUNCIATION)
    assert unmet(db, tip)[:2] == ["D0_URGENT", "D1_TRANSFER"]
    assert tip.due_at == OPENED + TEN
    deadlines.meet_by_hand(db, acting=acting, tip=tip, rule="D0_URGENT")
    assert tip.due_at == OPENED + timedelta(hours=24)


def test_without_signs_of_crime_there_is_nothing_to_tell_at_once(db, acting):
    tip = opened_tip(db, acting)
    classify(db, acting, tip, Classification.OTHER)
    assert (unmet(db, tip), tip.due_at) == ([], None)


def test_handed_up_the_agency_knows_and_opening_it_there_starts_nothing_again(db, ring, acting):
    tip, district = opened_tip(db, acting), place(db, DISTRICT)
    hand = HandOver(way=TransferWay.UP, to_unit_id=district.id, note="báo ngay")
    transferring.transfer(db, acting=acting, tip=tip, version=tip.version, hand=hand)
    assert tip.due_at is None
    above = acting_as(ring, make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT))
    access.read(db, acting=above, tip=tip)
    assert unmet(db, tip) == []


def test_a_day_off_added_later_does_not_move_what_is_to_be_done_at_once(db, ring, acting):
    tip = opened_tip(db, acting)
    off = NewDay(day=OPENED.date(), is_worked=False, name="Nghỉ bão")
    working_days.add(db, ring, new=off, who=acting.who, now=OPENED)
    assert deadlines.recount(db, day=OPENED.date()) == []
    assert tip.due_at == OPENED + TEN

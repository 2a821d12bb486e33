"""How long the contact of a person is kept, and what keeps it longer."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from domain.audit.services import Who
from domain.clock import LOCAL_TIME
from domain.errors import BadInput, NotFound
from domain.reference.settings import Settings
from domain.retention import contacts, services
from domain.retention.contacts import Kept
from domain.tips import access, steps
from domain.tips import contacts as left
from domain.tips.acting import Acting
from domain.tips.models import StepKind, Tip, TipState
from domain.tips.talk_models import TipContact
from tests.factories import TREE_DAY, make_officer
from tests.factories_tips import make_tip

NOW = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)
TODAY = date(2024, 6, 5)
PLAIN = Settings({})
LAST = TODAY + timedelta(days=90)
DAY = timedelta(days=1)


@pytest.fixture
def acting(db, ring):
    officer = make_officer(db, "xa1")
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=NOW, ring=ring, on=TREE_DAY)


@pytest.fixture
def tip(db, ring):
    return db.get_one(Tip, make_tip(db, ring, at=NOW).tip_id)


@pytest.fixture
def destroyed(db, ring):
    def destroy(today):
        at = datetime.combine(today, time(2), LOCAL_TIME)
        return contacts.destroy(db, ring, settings=PLAIN, now=at)

    return destroy


def _until(db, tip):
    return contacts.of_tip(db, tip, PLAIN)


def test_a_contact_is_destroyed_after_ninety_days_and_its_open_tip_stays(db, tip, destroyed):
    assert _until(db, tip) == Kept(LAST, is_prolonged=False)
    assert destroyed(LAST) == 0
    assert destroyed(LAST + DAY) == 1
    db.refresh(tip)
    assert (tip.has_contact, tip.state) == (False, TipState.NEW)
    assert db.get(TipContact, tip.id) is None
    assert _until(db, tip) is None
    assert destroyed(LAST + DAY) == 0


def test_the_person_is_told_that_it_was_destroyed_until_another_is_left(db, ring, tip, destroyed):
    assert contacts.destroyed_on(db, tip) is None
    gone = LAST + DAY
    assert destroyed(gone) == 1
    assert contacts.destroyed_on(db, tip) == gone
    assert steps.last_of(db, tip).kind is StepKind.CONTACT_DESTROYED, "officers read it too"
    then = datetime.combine(gone + DAY, time(9), LOCAL_TIME)
    left.leave(db, ring, tip=tip, contact="Chị Tư 0900 000 1", now=then, on=TREE_DAY)
    db.flush()
    assert contacts.destroyed_on(db, tip) is None
    left.withdraw(db, ring, tip=tip, now=then + DAY, on=TREE_DAY)
    db.flush()
    assert contacts.destroyed_on(db, tip) is None, "the person took it back"


def test_one_still_needed_is_kept_until_the_day_that_was_said(db, ring, acting, tip, destroyed):
    day = LAST + 30 * DAY
    later = LAST - DAY
    contacts.prolong(db, acting=acting, tip=tip, day=day, reason="còn phải gọi", today=later)
    assert _until(db, tip) == Kept(day, is_prolonged=True)
    assert destroyed(day) == 0
    assert access.open_contact(db, acting=acting, tip=tip, reason="gọi lại")
    assert destroyed(day + DAY) == 1


def test_a_shorter_day_takes_nothing_from_the_ninety(db, acting, tip):
    contacts.prolong(db, acting=acting, tip=tip, day=TODAY, reason="thử coi", today=TODAY)
    assert _until(db, tip) == Kept(LAST, is_prolonged=False)


def test_a_contact_left_later_is_kept_ninety_days_from_then(db, ring, tip, destroyed):
    then = NOW + 60 * DAY
    left.leave(db, ring, tip=tip, contact="Chị Tư 0900 000 1", now=then, on=TREE_DAY)
    db.flush()
    assert destroyed(LAST + DAY) == 0
    assert destroyed(LAST + 61 * DAY) == 1


def test_what_is_held_back_keeps_its_contact(db, acting, tip, destroyed):
    until = LAST + 10 * DAY
    services.hold(db, acting=acting, tip=tip, until=until, reason="đang điều tra", today=TODAY)
    assert destroyed(until) == 0
    assert destroyed(until + DAY) == 1


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (None, "còn phải gọi"),
        (TODAY - DAY, "còn phải gọi"),
        (TODAY + 181 * DAY, "còn phải gọi"),
        (TODAY, "x"),
    ],
)
def test_keeping_longer_needs_a_day_within_reach_and_a_reason(db, acting, tip, day, reason):
    assert contacts.problems(day, reason, TODAY) != []
    with pytest.raises(BadInput):
        contacts.prolong(db, acting=acting, tip=tip, day=day, reason=reason, today=TODAY)


def test_what_was_not_left_cannot_be_kept(db, ring, acting):
    tip = db.get_one(Tip, make_tip(db, ring, at=NOW, contact="").tip_id)
    with pytest.raises(NotFound):
        contacts.prolong(db, acting=acting, tip=tip, day=LAST, reason="còn cần", today=TODAY)


def test_the_shipped_days_are_those_of_the_table_of_keeping():
    days = {key: PLAIN[key] for key in ("keep_spam_days", "keep_not_enough_days")}
    assert days == {"keep_spam_days": 7, "keep_not_enough_days": 30}
    assert (PLAIN["keep_transferred_days"], PLAIN["keep_contact_days"]) == (180, 90)

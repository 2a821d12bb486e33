"""The unit above reminds late units: once a day, everybody there who reads tips, nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.audit.services import Who
from domain.notices.models import Notice, NoticeKind
from domain.tips import nudging
from domain.tips.acting import Acting
from domain.tips.models import Tip, TipState
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_people, place
from tests.factories_tips import make_tip

NOW = datetime(2025, 6, 5, 2, 30, tzinfo=UTC)


@pytest.fixture
def people(db):
    return make_people(db)


def acting_as(ring, officer, now=NOW):
    who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
    return Acting(by=officer, who=who, now=now, ring=ring, on=TREE_DAY)


def tip_in(db, ring, code=None, *, days_ago=0, hours=None, **how):
    unit = place(db, code) if code else place(db)
    tip = db.get_one(Tip, make_tip(db, ring, unit, at=NOW - timedelta(days=days_ago), **how).tip_id)
    if hours is not None:
        tip.state, tip.opened_at, tip.due_at = TipState.HELD, NOW, NOW + timedelta(hours=hours)
    db.flush()
    return tip


def nudge(db, ring, officer, now=NOW):
    return nudging.nudge(db, acting=acting_as(ring, officer, now), hours=24)


def reminded(db):
    query = select(Notice.officer_id).where(Notice.kind == NoticeKind.NUDGED)
    return set(db.scalars(query))


def test_whoever_reads_tips_in_a_late_unit_is_reminded_once_a_day(db, ring, people):
    tip_in(db, ring, days_ago=3)
    assert nudge(db, ring, people.supervisor) == 1
    assert reminded(db) == {people.officer.id, people.chief.id}
    assert nudge(db, ring, people.supervisor, NOW + timedelta(hours=3)) == 0
    assert nudge(db, ring, people.supervisor, NOW + timedelta(days=1)) == 1
    entries = db.scalars(select(AuditEntry).where(AuditEntry.action == Action.UNIT_NUDGED)).all()
    assert [entry.object_id for entry in entries] == [str(place(db).id)] * 2


def test_a_limit_of_law_that_passed_counts_and_what_is_in_time_or_apart_does_not(db, ring, people):
    tip_in(db, ring, BINH_THANH, hours=-2)
    tip_in(db, ring, hours=5)
    tip_in(db, ring)
    tip_in(db, ring, days_ago=9, quarantine="too_fast")
    assert nudge(db, ring, people.supervisor) == 1
    assert reminded(db) == {people.neighbour.id}


def test_the_own_unit_is_not_reminded_and_a_commune_reminds_nobody(db, ring, people):
    tip_in(db, ring, DISTRICT, days_ago=3)
    assert nudge(db, ring, people.supervisor) == 0
    tip_in(db, ring, days_ago=3)
    for officer in (people.officer, people.chief, people.neighbour):
        assert nudge(db, ring, officer) == 0
    assert reminded(db) == set()


def test_a_unit_without_readers_cannot_be_reminded(db, ring, people):
    people.neighbour.is_active = False
    tip_in(db, ring, BINH_THANH, days_ago=3)
    assert nudge(db, ring, people.supervisor) == 0

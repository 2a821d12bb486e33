"""On the day a plan becomes its record, once; a withdrawn record opens the plan again."""

from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from domain.audit.models import Action, AuditEntry
from domain.errors import BadInput
from domain.forums import services as forums
from domain.forums.models import Forum
from domain.outreach.models import Outreach
from domain.people.models import Role
from domain.plans import queries, rules, services, upcoming
from domain.plans.content import Moving
from domain.plans.models import PlanKind
from domain.plans.rules import AlreadyHeld, State
from domain.reference.models import ListKey, ReferenceItem
from tests.factories import make_officer
from tests.factories_forums import acting as acting_on_forum
from tests.factories_outreach import DAY, NOON, make_hamlet
from tests.factories_plans import acting, make, passed


@pytest.fixture
def officer(db):
    return make_officer(db)


@pytest.fixture
def forum_plan(db, ring, officer):
    return make(
        db,
        ring,
        officer,
        where=make_hamlet(db),
        planned_on=DAY,
        starts_at=time(19),
        venue="Nhà văn hóa ấp",
        chair="Đại úy Mẫu",
        partners=("front", "committee"),
        topics="Đèn đường, trộm vặt",
    )


def _hold(db, ring, officer, plan, channel="", now=NOON):
    by = acting(db, ring, officer, plan.kind, now)
    return services.hold(db, acting=by, plan=plan, channel=channel)


def _withdraw(db, ring, officer, record):
    by = acting_on_forum(db, ring, officer)
    forums.withdraw(db, acting=by, record=record, reason="Ghi nhầm")


def test_a_forum_begins_with_everything_that_was_planned(db, ring, officer, forum_plan):
    record = _hold(db, ring, officer, forum_plan)
    assert isinstance(record, Forum)
    assert (record.place_id, record.held_on) == (forum_plan.place_id, DAY)
    assert (record.started_at, record.venue) == (time(19), "Nhà văn hóa ấp")
    assert (record.chair, record.contents) == ("Đại úy Mẫu", "Đèn đường, trộm vặt")
    assert sorted(record.partners) == ["committee", "front"]
    assert forum_plan.record_id == record.id
    last = db.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (last.action, last.object_id) == (Action.PLAN_HELD, str(forum_plan.id))


def test_an_activity_takes_venue_partners_and_topics_along(db, ring, officer):
    plan = make(
        db,
        ring,
        officer,
        kind=PlanKind.OUTREACH,
        planned_on=DAY,
        channel="leaflet",
        venue="Chợ",
        partners=("front",),
        topics="Chiêu lừa việc nhẹ",
        chair="Thiếu úy Mẫu",
    )
    record = _hold(db, ring, officer, plan)
    assert isinstance(record, Outreach)
    assert (record.channel, record.venue, record.partners) == ("leaflet", "Chợ", ["front"])
    assert record.notes == "Chiêu lừa việc nhẹ\nPhụ trách: Thiếu úy Mẫu"


def test_an_activity_without_a_channel_asks_for_it(db, ring, officer):
    plan = make(db, ring, officer, kind=PlanKind.OUTREACH, planned_on=DAY)
    with pytest.raises(BadInput) as refused:
        _hold(db, ring, officer, plan)
    assert refused.value.field == "channel"
    assert plan.record_id is None
    assert _hold(db, ring, officer, plan, channel="leaflet").channel == "leaflet"


def test_two_officers_who_begin_at_once_write_one_record(db, ring, officer, forum_plan):
    chief = make_officer(db, "truong", role=Role.CHIEF)
    first = _hold(db, ring, officer, forum_plan)
    assert _hold(db, ring, chief, forum_plan) is first
    assert db.scalar(select(func.count()).select_from(Forum)) == 1
    assert (forum_plan.version, first.author_id) == (2, officer.id)


def test_what_is_held_before_its_day_is_of_today_and_has_no_hour(db, ring, officer):
    plan = make(db, ring, officer, starts_at=time(19))
    record = _hold(db, ring, officer, plan)
    assert (record.held_on, record.started_at) == (DAY, None)


def test_what_is_answered_days_later_was_held_on_its_day(db, ring, officer):
    plan = passed(db, ring, officer, DAY - timedelta(days=4), starts_at=time(8))
    record = _hold(db, ring, officer, plan)
    assert (record.held_on, record.started_at) == (DAY - timedelta(days=4), time(8))
    assert queries.unanswered(db, officer, today=DAY) == []
    assert queries.answered(db, officer, today=DAY) == [(plan, True)]


def test_a_cancelled_plan_that_was_held_after_all(db, ring, officer, forum_plan):
    by = acting(db, ring, officer)
    services.cancel(db, acting=by, plan=forum_plan, version=1, reason="Trời mưa lớn")
    record = _hold(db, ring, officer, forum_plan)
    assert record.venue == "Nhà văn hóa ấp"
    assert (forum_plan.cancelled_at, forum_plan.reason) == (None, "")
    assert queries.record_of(db, forum_plan) is record


def test_what_was_held_is_neither_moved_nor_cancelled(db, ring, officer, forum_plan):
    _hold(db, ring, officer, forum_plan)
    by = acting(db, ring, officer)
    with pytest.raises(AlreadyHeld):
        services.cancel(db, acting=by, plan=forum_plan, version=2, reason="Trời mưa lớn")
    with pytest.raises(AlreadyHeld):
        services.move(
            db,
            acting=by,
            plan=forum_plan,
            version=2,
            moving=Moving(planned_on=DAY, starts_at=None, reason="Trời mưa lớn"),
        )


def test_a_withdrawn_record_opens_the_plan_again(db, ring, officer, forum_plan):
    record = _hold(db, ring, officer, forum_plan)
    assert upcoming.at_home(db, officer, today=DAY) == []
    _withdraw(db, ring, officer, record)
    assert queries.record_of(db, forum_plan) is None
    assert [plan.id for plan in upcoming.at_home(db, officer, today=DAY)] == [forum_plan.id]
    again = _hold(db, ring, officer, forum_plan)
    assert again.id != record.id
    assert forum_plan.record_id == again.id


def test_a_forum_that_has_begun_is_announced_until_its_day_is_over(db, ring, officer, forum_plan):
    _hold(db, ring, officer, forum_plan)
    place_id = forum_plan.place_id
    assert queries.announced(db, place_id, today=DAY).coming is forum_plan
    assert queries.announced(db, place_id, today=DAY + timedelta(days=1)).coming is None
    early = make(db, ring, officer, where=forum_plan.place, planned_on=DAY + timedelta(days=1))
    _hold(db, ring, officer, early)
    assert queries.announced(db, place_id, today=DAY).coming is forum_plan


def test_a_partner_that_left_the_list_does_not_stand_in_the_way(db, ring, officer, forum_plan):
    front = db.scalars(
        select(ReferenceItem).where(
            ReferenceItem.list_key == ListKey.PARTNERS, ReferenceItem.code == "front"
        )
    ).one()
    front.valid_to = DAY - timedelta(days=1)
    db.flush()
    assert _hold(db, ring, officer, forum_plan).partners == ["committee"]
    assert sorted(forum_plan.partners) == ["committee", "front"]


def test_a_cancelled_plan_stands_among_the_answered(db, ring, officer, forum_plan):
    by = acting(db, ring, officer)
    services.cancel(db, acting=by, plan=forum_plan, version=1, reason="Trời mưa lớn")
    assert queries.answered(db, officer, today=DAY) == [(forum_plan, False)]
    assert rules.state_of(forum_plan, is_held=False, today=DAY) is State.CANCELLED
    assert queries.answered(db, officer, today=DAY + timedelta(days=29)) == []

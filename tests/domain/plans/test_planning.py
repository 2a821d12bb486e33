"""What is planned, by whom, for when; moved and cancelled with a reason."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditEntry
from domain.errors import BadInput, NotAllowed, StaleVersion
from domain.history import queries as history
from domain.people.models import Role
from domain.plans import queries, rules, services, upcoming
from domain.plans.content import Moving, content_of
from domain.plans.models import PlanKind
from domain.plans.rules import AlreadyCancelled, State
from tests.factories import BINH_THANH, DISTRICT, make_officer, place
from tests.factories_outreach import DAY, NOON, make_hamlet
from tests.factories_plans import acting, content, make


@pytest.fixture
def officer(db):
    return make_officer(db)


@pytest.fixture
def plan(db, ring, officer):
    return make(db, ring, officer, starts_at=time(19), venue="Nhà văn hóa ấp")


def _actions(db, plan):
    query = select(AuditEntry.action).where(AuditEntry.object_id == str(plan.id))
    return list(db.scalars(query.order_by(AuditEntry.seq)))


def _move(db, ring, officer, plan, **told):
    version = told.pop("version", plan.version)
    said = {
        "planned_on": DAY + timedelta(days=5),
        "starts_at": time(19),
        "reason": "Trời mưa lớn",
    }
    by, moving = acting(db, ring, officer), Moving(**{**said, **told})
    return services.move(db, acting=by, plan=plan, version=version, moving=moving)


def _cancel(db, ring, officer, plan, reason="Nhà văn hóa đang sửa", version=None):
    return services.cancel(
        db,
        acting=acting(db, ring, officer),
        plan=plan,
        version=version or plan.version,
        reason=reason,
    )


def test_a_plan_is_kept_with_who_made_it(db, plan, officer):
    assert plan.author_id == officer.id
    assert rules.state_of(plan, is_held=False, today=DAY) is State.COMING
    assert _actions(db, plan) == [Action.PLAN_MADE]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"planned_on": DAY - timedelta(days=1)}, "planned_on"),
        ({"planned_on": DAY + timedelta(days=800)}, "planned_on"),
        ({"partners": ("nobody",)}, "partners"),
        ({"channel": "leaflet"}, "channel"),
        ({"venue": "x" * 201}, "venue"),
        ({"chair": "x" * 161}, "chair"),
        ({"topics": "x" * 2_001}, "topics"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(db, ring, officer, told, field):
    with pytest.raises(BadInput) as refused:
        make(db, ring, officer, **told)
    assert refused.value.field == field


def test_a_plan_for_a_place_of_another_unit_is_refused(db, ring, officer):
    with pytest.raises(BadInput) as refused:
        make(db, ring, officer, where=place(db, BINH_THANH))
    assert refused.value.field == "place"


def test_today_can_still_be_planned_and_a_channel_may_be_chosen_later(db, ring, officer):
    plan = make(db, ring, officer, kind=PlanKind.OUTREACH, planned_on=DAY)
    assert rules.state_of(plan, is_held=False, today=DAY) is State.TODAY
    assert plan.channel == ""


def test_a_correction_stays_in_history_and_an_old_version_is_refused(db, ring, officer, plan):
    said = replace(content_of(plan), venue="Sân đình")
    services.correct(db, acting=acting(db, ring, officer), plan=plan, version=1, content=said)
    assert (plan.version, plan.venue) == (2, "Sân đình")
    kept = history.of_record(db, "plan", plan.id)[0][0]
    assert kept.changes == {"venue": ["Nhà văn hóa ấp", "Sân đình"]}
    with pytest.raises(StaleVersion):
        services.correct(
            db,
            acting=acting(db, ring, officer),
            plan=plan,
            version=1,
            content=replace(said, venue="Trường học"),
        )
    services.correct(db, acting=acting(db, ring, officer), plan=plan, version=1, content=said)
    assert plan.version == 2


def test_another_day_needs_a_reason_and_remembers_what_people_were_told(db, ring, officer, plan):
    later = replace(content_of(plan), planned_on=DAY + timedelta(days=9))
    by = acting(db, ring, officer)
    with pytest.raises(BadInput) as refused:
        services.correct(db, acting=by, plan=plan, version=1, content=later)
    assert refused.value.field == "reason"
    services.correct(db, acting=by, plan=plan, version=1, content=later, reason="Trùng đám giỗ")
    assert plan.moved_from == DAY + timedelta(days=3)
    assert plan.reason == "Trùng đám giỗ"
    assert _actions(db, plan) == [Action.PLAN_MADE, Action.PLAN_MOVED]


def test_moving_twice_the_same_way_moves_once(db, ring, officer, plan):
    _move(db, ring, officer, plan)
    _move(db, ring, officer, plan, version=1)
    assert (plan.version, plan.moved_from) == (2, DAY + timedelta(days=3))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"reason": "à"}, "reason"),
        ({"reason": "x" * 401}, "reason"),
        ({"planned_on": DAY - timedelta(days=1)}, "planned_on"),
        ({"planned_on": DAY + timedelta(days=3)}, "planned_on"),
    ],
)
def test_a_move_without_sense_is_refused(db, ring, officer, plan, told, field):
    with pytest.raises(BadInput) as refused:
        _move(db, ring, officer, plan, **told)
    assert refused.value.field == field


def test_a_move_that_did_not_see_the_last_one_is_refused(db, ring, officer, plan):
    _move(db, ring, officer, plan)
    with pytest.raises(StaleVersion):
        _move(db, ring, officer, plan, version=1, planned_on=DAY + timedelta(days=8))


def test_a_cancelled_plan_is_closed_until_it_gets_a_day(db, ring, officer, plan):
    _cancel(db, ring, officer, plan)
    _cancel(db, ring, officer, plan, version=1)
    assert (plan.version, plan.reason) == (2, "Nhà văn hóa đang sửa")
    assert rules.state_of(plan, is_held=False, today=DAY) is State.CANCELLED
    with pytest.raises(AlreadyCancelled):
        services.correct(
            db,
            acting=acting(db, ring, officer),
            plan=plan,
            version=2,
            content=replace(content_of(plan), venue="Chợ"),
        )
    _move(db, ring, officer, plan, planned_on=plan.planned_on, reason="Sửa xong rồi")
    assert rules.state_of(plan, is_held=False, today=DAY) is State.COMING
    assert plan.moved_from is None
    assert _actions(db, plan)[1:] == [Action.PLAN_CANCELLED, Action.PLAN_MOVED]


def test_cancelling_needs_a_reason(db, ring, officer, plan):
    with pytest.raises(BadInput) as refused:
        _cancel(db, ring, officer, plan, reason=" ")
    assert refused.value.field == "reason"


def test_only_the_own_unit_changes_a_plan(db, ring, plan):
    colleague = make_officer(db, "canbo2")
    above = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    with pytest.raises(NotAllowed):
        _cancel(db, ring, above, plan)
    _cancel(db, ring, colleague, plan)
    assert plan.cancelled_at == NOON


def _days(plans):
    return [(plan.planned_on - DAY).days for plan in plans]


def test_the_home_screen_has_four_lines_the_nearest_first_and_one_of_those_passed(
    db, ring, officer
):
    early = datetime(2024, 4, 1, tzinfo=UTC)
    for days in (-40, -9, -2, 0, 1, 5, 6, 8):
        make(db, ring, officer, now=early, planned_on=DAY + timedelta(days=days))
    assert _days(upcoming.at_home(db, officer, today=DAY)) == [0, 1, 5, -2]
    assert _days(queries.coming(db, officer, today=DAY)) == [0, 1, 5, 6, 8]
    assert _days(queries.unanswered(db, officer, today=DAY)) == [-2, -9, -40]


def test_a_plan_without_an_hour_stands_after_those_of_its_day_that_have_one(db, ring, officer):
    hours = [None, time(19), time(7, 30)]
    for hour in hours:
        make(db, ring, officer, planned_on=DAY, starts_at=hour)
    shown = upcoming.at_home(db, officer, today=DAY)
    assert [plan.starts_at for plan in shown] == [time(7, 30), time(19), None]


def test_the_district_sees_plans_below_but_has_only_its_own_at_home(db, ring, officer, plan):
    district = make_officer(db, "huyen2", code=DISTRICT)
    neighbour = make_officer(db, "xa2", code=BINH_THANH)
    assert queries.coming(db, district, today=DAY) == [plan]
    assert upcoming.at_home(db, district, today=DAY) == []
    assert queries.coming(db, neighbour, today=DAY) == []


def test_a_hamlet_hears_of_its_own_forums_and_of_the_whole_communes(db, ring, officer, plan):
    hamlet, other = make_hamlet(db), make_hamlet(db, 4)
    make(db, ring, officer, where=other, planned_on=DAY)
    make(db, ring, officer, where=hamlet, kind=PlanKind.OUTREACH, planned_on=DAY)
    assert queries.announced(db, hamlet.id, today=DAY).coming is plan
    own = make(db, ring, officer, where=hamlet, planned_on=DAY + timedelta(days=1))
    assert queries.announced(db, hamlet.id, today=DAY).coming is own
    _cancel(db, ring, officer, own)
    told = queries.announced(db, hamlet.id, today=DAY)
    assert (told.coming, told.cancelled) == (plan, [own])
    assert queries.announced(db, hamlet.id, today=DAY + timedelta(days=2)).cancelled == []


def test_the_content_of_a_plan_is_what_was_said(db, ring, officer):
    said = content(officer.place, partners=("front", "committee"), topics="Đèn đường", chair="A")
    plan = services.make(db, acting=acting(db, ring, officer), plan_id=officer.id, content=said)
    assert content_of(plan) == said

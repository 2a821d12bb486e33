"""A tip that nobody opens is carried up on its clock; limits and promised days reach somebody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.clock import local_day
from domain.notices import queries
from domain.notices import services as notices
from domain.notices.models import Delivery, Notice, NoticeKind, PushSubscription
from domain.people.models import Role
from domain.reference.settings import Settings
from domain.tips import appeals, escalating, reminding, steps
from domain.tips.models import StepKind, Tip, TipState, TipStep
from domain.tips.watch import AT_A_TIME
from tests.factories import DISTRICT, TREE_DAY, make_officer, make_people, place
from tests.factories_duty import make_shift
from tests.factories_tips import make_tip

MORNING = datetime(2024, 6, 5, 2, 30, tzinfo=UTC)
"""Half past nine in Vietnam."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URGENT, UNOPENED = NoticeKind.URGENT, NoticeKind.UNOPENED


@pytest.fixture
def people(db):
    return make_people(db)


def _tip(db, ring, **how):
    return db.get_one(Tip, make_tip(db, ring, at=MORNING, **how).tip_id)


def _run(db, ring, at):
    for piece in escalating.pieces(db, ring, now=at, on=TREE_DAY, settings=Settings({})):
        piece(db)
    db.expire_all()


def _told(db, officer):
    return sorted(notice.kind for notice in queries.unseen(db, officer))


def test_an_urgent_tip_reaches_the_one_on_duty_then_the_chief_then_the_unit_above(db, ring, people):
    make_shift(db, ring, people.officer, start=MORNING - HOUR)
    off_duty = make_officer(db, "nghi-ca")
    tip = _tip(db, ring, urgent=True)
    _run(db, ring, MORNING)
    assert (_told(db, people.officer), tip.escalation) == ([URGENT], 0)
    _run(db, ring, MORNING + 9 * MINUTE)
    assert _told(db, people.chief) == []
    _run(db, ring, MORNING + 10 * MINUTE)
    assert (_told(db, people.chief), tip.escalation) == ([URGENT], 1)
    _run(db, ring, MORNING + 20 * MINUTE)
    assert (_told(db, people.supervisor), tip.escalation) == ([URGENT], 2)
    assert _told(db, off_duty) == _told(db, people.neighbour) == []


def test_the_phone_on_duty_rings_again_with_every_step_and_no_more_once_it_was_opened(
    db, ring, people
):
    make_shift(db, ring, people.officer, start=MORNING - HOUR)
    browser = PushSubscription(id=uuid4(), officer_id=people.officer.id, endpoint="https://a")
    browser.created_at = MORNING
    db.add(browser)
    tip = _tip(db, ring, urgent=True)
    rung = []
    for minutes in (0, 5, 10, 15, 20):
        if minutes == 20:
            tip.opened_at = MORNING + 16 * MINUTE
        _run(db, ring, MORNING + minutes * MINUTE)
        calls = db.scalars(select(Delivery)).all()
        rung.append(len(calls))
        for call in calls:
            db.delete(call)
    assert rung == [1, 0, 1, 0, 0]


def test_the_next_shift_is_told_when_it_begins_and_nobody_has_opened_it(db, ring, people):
    make_shift(db, ring, people.officer, start=MORNING - HOUR, hours=2)
    later = make_officer(db, "ca-sau")
    make_shift(db, ring, later, start=MORNING + HOUR)
    _tip(db, ring, urgent=True)
    _run(db, ring, MORNING)
    assert _told(db, later) == []
    _run(db, ring, MORNING + HOUR + MINUTE)
    assert _told(db, later) == [URGENT]


def test_without_a_roster_everybody_who_reads_tips_is_told(db, ring, people):
    blind = make_officer(db, "khong-doc", reads_tips=False)
    make_shift(db, ring, people.officer, start=MORNING - HOUR, whom=blind)
    _tip(db, ring, urgent=True)
    _run(db, ring, MORNING)
    assert _told(db, people.officer) == _told(db, people.chief) == [URGENT]
    assert _told(db, blind) == []


def test_an_ordinary_tip_waits_a_day_for_the_chief_and_another_for_the_unit_above(db, ring, people):
    tip = _tip(db, ring)
    _run(db, ring, MORNING + 23 * HOUR)
    assert (tip.escalation, _told(db, people.chief)) == (0, [])
    _run(db, ring, MORNING + 24 * HOUR)
    assert (tip.escalation, _told(db, people.chief)) == (1, [UNOPENED])
    assert _told(db, people.officer) == _told(db, people.supervisor) == []
    _run(db, ring, MORNING + 48 * HOUR)
    assert (tip.escalation, _told(db, people.supervisor)) == (2, [UNOPENED])


def test_after_a_long_stop_one_run_takes_both_steps_and_the_next_takes_none(db, ring, people):
    tip = _tip(db, ring)
    for _ in range(3):
        _run(db, ring, MORNING + 5 * DAY)
    told = [(step.kind, step.by, step.note) for step in steps.of_tip(db, ring, tip)]
    assert told == [(StepKind.ESCALATED, "", "1"), (StepKind.ESCALATED, "", "2")]
    assert len(db.scalars(select(Notice)).all()) == 2


def test_nothing_kept_of_a_step_up_tells_the_minute_in_which_the_tip_came(db, ring, people):
    _tip(db, ring, urgent=True)
    _run(db, ring, MORNING + 20 * MINUTE)
    noon_before = datetime(2024, 6, 4, 17, tzinfo=UTC)
    assert set(db.scalars(select(Notice.at))) == {noon_before}
    [tip] = db.scalars(select(Tip))
    assert {step.at for step in steps.of_tip(db, ring, tip)} == {noon_before}


@pytest.mark.parametrize("why", ["opened", "closed", "apart"])
def test_what_was_opened_closed_or_set_apart_is_not_carried_up(db, ring, people, why):
    tip = _tip(db, ring, urgent=True, quarantine="burst" if why == "apart" else "")
    if why == "opened":
        tip.opened_at = MORNING
    if why == "closed":
        tip.state = TipState.SPAM
    _run(db, ring, MORNING + 3 * DAY)
    assert tip.escalation == 0
    assert db.scalars(select(Notice)).all() == []


def test_once_somebody_opened_it_nobody_else_is_called(db, ring, people):
    tip = _tip(db, ring, urgent=True)
    _run(db, ring, MORNING)
    assert _told(db, people.chief) == [URGENT]
    tip.opened_at = MORNING + MINUTE
    _run(db, ring, MORNING + 2 * MINUTE)
    assert _told(db, people.chief) == []


def test_a_tip_sent_to_the_highest_unit_goes_no_further_and_says_nothing_untrue(db, ring):
    leader = make_officer(db, "tinh", role=Role.SUPERVISOR, code="87")
    tip = db.get_one(Tip, make_tip(db, ring, place(db, "87"), at=MORNING).tip_id)
    _run(db, ring, MORNING + 5 * DAY)
    assert (tip.escalation, _told(db, leader)) == (2, [UNOPENED])
    assert [step.note for step in steps.of_tip(db, ring, tip)] == ["1"]


def test_a_tip_sent_past_the_commune_reaches_nobody_there(db, ring, people):
    tip = db.get_one(Tip, make_tip(db, ring, place(db, DISTRICT), at=MORNING, urgent=True).tip_id)
    _run(db, ring, MORNING + HOUR)
    assert tip.escalation == 2
    assert _told(db, people.supervisor) == [URGENT]
    assert _told(db, people.officer) == _told(db, people.chief) == []


def test_a_limit_is_told_a_day_before_and_once_more_when_it_has_passed(db, ring, people):
    tip = _tip(db, ring)
    tip.opened_at, tip.state, tip.taken_by_id = MORNING, TipState.HELD, people.officer.id
    tip.due_at = MORNING + 3 * DAY
    _run(db, ring, MORNING + DAY)
    assert _told(db, people.officer) == []
    for hours in (49, 50, 51):
        _run(db, ring, MORNING + hours * HOUR)
        assert _told(db, people.officer) == [NoticeKind.DUE]
    _run(db, ring, MORNING + 3 * DAY)
    assert _told(db, people.officer) == [NoticeKind.DUE, NoticeKind.OVERDUE]
    assert _told(db, people.chief) == []
    tip.state = TipState.RESOLVED
    _run(db, ring, MORNING + 3 * DAY)
    assert _told(db, people.officer) == []


def test_a_limit_of_a_tip_whose_holder_left_reaches_the_whole_unit(db, ring, people):
    gone = make_officer(db, "nghi", is_active=False)
    tip = _tip(db, ring)
    tip.opened_at, tip.state, tip.taken_by_id = MORNING, TipState.HELD, gone.id
    tip.due_at = MORNING + HOUR
    _run(db, ring, MORNING + 2 * HOUR)
    assert _told(db, people.officer) == _told(db, people.chief) == [NoticeKind.OVERDUE]


def test_news_that_did_not_come_on_the_promised_day_is_told_upwards_the_day_after(db, ring, people):
    tip = _tip(db, ring)
    tip.opened_at, tip.state, tip.taken_by_id = MORNING, TipState.HELD, people.officer.id
    tip.next_news_on = local_day(MORNING)
    _run(db, ring, MORNING + HOUR)
    assert db.scalars(select(Notice)).all() == []
    for days in (1, 2):
        _run(db, ring, MORNING + days * DAY)
    for officer in (people.officer, people.chief, people.supervisor):
        assert _told(db, officer) == [NoticeKind.LATE_NEWS]


def test_a_unit_above_that_lets_its_own_day_pass_is_told_once_more(db, ring, people):
    tip = _tip(db, ring)
    appeals.appeal(db, ring, tip=tip, now=MORNING, on=TREE_DAY)
    tip.state = TipState.NOT_ENOUGH
    promised = tip.appeal_answer_on - local_day(MORNING)

    def told(days):
        notices.see(db, officer_id=people.supervisor.id, subject=tip.id, now=MORNING)
        _run(db, ring, MORNING + days * DAY)
        return _told(db, people.supervisor)

    assert told(promised.days) == [], "the whole day is theirs"
    assert told(promised.days + 1) == [NoticeKind.APPEALED]
    assert told(promised.days + 2) == [], "once"
    assert _told(db, people.officer) == []


def test_a_flood_is_told_once_a_day_and_a_few_tips_set_apart_are_none(db, ring, people):
    for _ in range(reminding.FLOOD_TIPS - 1):
        _tip(db, ring, quarantine="burst")
    _run(db, ring, MORNING + MINUTE)
    assert _told(db, people.officer) == []
    _tip(db, ring, quarantine="burst")
    for minutes in (2, 3):
        _run(db, ring, MORNING + minutes * MINUTE)
    assert _told(db, people.officer) == _told(db, people.chief) == [NoticeKind.FLOOD]
    assert len(db.scalars(select(Notice)).all()) == 2


def test_a_look_cut_short_between_two_pieces_tells_the_rest_a_minute_later_and_nothing_twice(
    db, ring, people
):
    tips = [_tip(db, ring, urgent=number % 2 == 0) for number in range(2 * AT_A_TIME + 1)]
    at = MORNING + 5 * DAY
    found = escalating.pieces(db, ring, now=at, on=TREE_DAY, settings=Settings({}))
    found[0](db)
    db.flush()
    db.expire_all()
    assert sorted(tip.escalation for tip in tips) == [0] * (AT_A_TIME + 1) + [2] * AT_A_TIME
    for minutes in (1, 2):
        _run(db, ring, at + minutes * MINUTE)
        told = [(one.officer_id, one.kind, one.subject) for one in db.scalars(select(Notice))]
        assert len(told) == len(set(told)) == sum(3 if tip.is_urgent else 2 for tip in tips)
        carried = select(TipStep).where(TipStep.kind == StepKind.ESCALATED)
        assert len(db.scalars(carried).all()) == 2 * len(tips)


def test_what_was_opened_or_closed_after_the_look_is_neither_carried_up_nor_told_of(
    db, ring, people
):
    opened, closed = _tip(db, ring, urgent=True), _tip(db, ring)
    closed.due_at, at = MORNING, MORNING + 5 * DAY
    found = escalating.pieces(db, ring, now=at, on=TREE_DAY, settings=Settings({}))
    opened.opened_at, closed.state = at, TipState.RESOLVED
    db.flush()
    for piece in found:
        piece(db)
    assert db.scalars(select(Notice)).all() == []
    assert escalating.pieces(db, ring, now=at, on=TREE_DAY, settings=Settings({})) == []


def test_two_processes_at_once_do_what_one_does(engine, ring):
    with Session(engine) as db:
        make_people(db)
        _tip(db, ring)
        _tip(db, ring, urgent=True)
        db.commit()
    ready = Barrier(2)

    def look():
        with Session(engine) as db:
            ready.wait()
            _run(db, ring, MORNING + 5 * DAY)
            db.commit()

    with ThreadPoolExecutor(2) as both:
        for done in [both.submit(look), both.submit(look)]:
            done.result()
    with Session(engine) as db:
        carried = select(TipStep).where(TipStep.kind == StepKind.ESCALATED)
        assert len(db.scalars(carried).all()) == 4
        assert set(db.scalars(select(Tip.escalation))) == {2}
        told = [(one.officer_id, one.kind, one.subject) for one in db.scalars(select(Notice))]
        assert len(told) == len(set(told)) == 5

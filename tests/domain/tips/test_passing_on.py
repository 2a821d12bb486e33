"""Who has a tip: given to somebody, handed on with a slip, taken back, looked at again above."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.audit.services import Who
from domain.clock import local_day
from domain.errors import BadInput, NotFound, StaleVersion
from domain.feed.models import FeedRow
from domain.notices.models import Notice, NoticeKind
from domain.papers import queries as papers
from domain.people.models import Role
from domain.places import queries as places
from domain.tips import (
    access,
    appeals,
    assigning,
    checking,
    classifying,
    deadlines,
    handling,
    inbox,
    lifecycle,
    queries,
    sealing,
    taking_up,
    transferring,
    undoing,
)
from domain.tips.acting import Acting
from domain.tips.appeals import Decision
from domain.tips.lifecycle import Move
from domain.tips.models import Classification, EndCheck, Tip, TipOutcome, TipState
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_officer, place
from tests.factories_tips import STORY, make_tip

NOW = datetime(2024, 6, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def desk(db, ring):
    """Officers of two communes and of the unit above, each able to act on tips."""

    def acting(officer, at=NOW):
        who = Who(actor_id=officer.id, role=officer.role.value, place_id=officer.place_id)
        return Acting(by=officer, who=who, now=at, ring=ring, on=TREE_DAY)

    made = {
        "xa1": make_officer(db, "xa1", name="Thiếu úy Mẫu"),
        "truong1": make_officer(db, "truong1", role=Role.CHIEF, name="Đại úy Mẫu"),
        "xa2": make_officer(db, "xa2", code=BINH_THANH, name="Thiếu úy Thử"),
        "huyen": make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT, name="Đại úy Thử"),
    }
    return lambda name, at=NOW: acting(made[name], at)


@pytest.fixture
def tip(db, ring, desk):
    receipt = make_tip(db, ring, at=NOW - timedelta(hours=1))
    tip = db.get_one(Tip, receipt.tip_id)
    access.read(db, acting=desk("xa1"), tip=tip)
    return tip


def _told(db, officer):
    query = select(Notice.kind).where(Notice.officer_id == officer.id, Notice.seen_at.is_(None))
    return set(db.scalars(query))


def _up(db, desk, note="cần tra tài khoản"):
    return HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note=note)


def _feeds(db, tip):
    return set(db.scalars(select(FeedRow.place_id).where(FeedRow.record_id == tip.id)))


def test_giving_a_tip_to_somebody_moves_it_and_tells_them(db, desk, tip):
    handling.take(db, acting=desk("xa1"), tip=tip, version=tip.version)
    chief, officer = desk("truong1"), desk("xa1").by
    assigning.assign(db, acting=chief, tip=tip, version=tip.version, officer_id=chief.by.id)
    assert (tip.taken_by, tip.state) == (chief.by, TipState.HELD)
    assert _told(db, chief.by) == set()
    assigning.assign(db, acting=chief, tip=tip, version=tip.version, officer_id=officer.id)
    assert tip.taken_by == officer
    assert _told(db, officer) == {NoticeKind.ASSIGNED}


def test_a_tip_is_given_only_to_people_of_the_unit(db, desk, tip):
    stranger = desk("xa2").by.id
    with pytest.raises(BadInput):
        assigning.assign(
            db, acting=desk("truong1"), tip=tip, version=tip.version, officer_id=stranger
        )


def test_of_two_who_give_it_away_at_once_the_second_learns_it(db, desk, tip):
    seen = tip.version
    chief = desk("truong1")
    assigning.assign(db, acting=chief, tip=tip, version=seen, officer_id=chief.by.id)
    with pytest.raises(StaleVersion):
        assigning.assign(
            db, acting=desk("xa1"), tip=tip, version=seen, officer_id=desk("xa1").by.id
        )


def test_handed_up_it_is_new_above_and_the_commune_still_follows_it(db, ring, desk, tip):
    number, before = tip.number, tip.accepted_at
    slip = transferring.transfer(
        db, acting=desk("xa1"), tip=tip, version=tip.version, hand=_up(db, desk)
    )
    assert (slip.slip_number, slip.slip_year) == (1, 2024)
    assert tip.unit_id == place(db, DISTRICT).id
    assert (tip.state, tip.opened_at, tip.taken_by) == (TipState.NEW, None, None)
    assert tip.accepted_at == before
    key = sealing.tip_key(ring, tip)
    assert sealing.read_body(key, tip).story == STORY
    xa1, huyen = desk("xa1"), desk("huyen")
    seen = queries.get_visible(db, xa1.by, tip.id, TREE_DAY)
    assert queries.numbers(db, xa1.by, [seen], TREE_DAY) == {tip.id: number}
    assert not access.is_own(db, xa1, tip)
    assert access.is_own(db, huyen, tip)
    assert NoticeKind.TRANSFERRED in _told(db, huyen.by)
    assert place(db).id not in _feeds(db, tip)
    assert [one.note for one in transferring.slips_of(db, ring, tip)] == ["cần tra tài khoản"]


def test_a_commune_cannot_act_on_what_it_handed_on_nor_read_it_without_a_reason(db, desk, tip):
    transferring.transfer(db, acting=desk("xa1"), tip=tip, version=tip.version, hand=_up(db, desk))
    with pytest.raises(NotFound):
        queries.get_to_handle(db, desk("xa1").by, tip.id, TREE_DAY)
    with pytest.raises(access.ReasonNeeded):
        access.read(db, acting=desk("xa1"), tip=tip)


def _taken_up(db, desk, tip, note="tin nói về cán bộ xã", by="huyen"):
    return taking_up.take_up(db, acting=desk(by), tip=tip, version=tip.version, reason=note)


def test_the_unit_above_takes_a_tip_away_under_a_slip_and_the_commune_is_told(db, ring, desk, tip):
    number, left = tip.number, tip.unit_id
    slip = _taken_up(db, desk, tip)
    assert (slip.way, slip.from_unit_id, slip.to_unit_id) == (
        TransferWay.TAKEN_UP,
        left,
        place(db, DISTRICT).id,
    )
    assert (slip.slip_number, slip.by_id) == (1, desk("huyen").by.id)
    assert (tip.unit_id, tip.state, tip.opened_at) == (slip.to_unit_id, TipState.NEW, None)
    xa1 = desk("xa1")
    assert queries.numbers(db, xa1.by, [tip], TREE_DAY) == {tip.id: number}
    assert _told(db, xa1.by) == {NoticeKind.TAKEN_UP}
    with pytest.raises(access.ReasonNeeded):
        access.read(db, acting=xa1, tip=tip)
    access.read(db, acting=desk("huyen"), tip=tip)
    assert sealing.read_body(sealing.tip_key(ring, tip), tip).story == STORY
    assert papers.slip_to_print(db, xa1.by, tip, TREE_DAY) is None, "its reason is not theirs"
    assert transferring.newest(db, tip, units=[left]) is slip, "its number is"
    back = transferring.offered(db, desk("huyen"), tip)[TransferWay.BACK]
    assert [unit.id for unit in back] == [left]


def test_what_the_commune_ended_is_taken_up_too_and_is_work_again(db, desk, tip):
    ended = Move(state=TipState.NOT_ENOUGH, note="không có gì")
    handling.set_state(db, acting=desk("xa1"), tip=tip, version=tip.version, move=ended)
    tip.appealed_on = local_day(NOW)
    _taken_up(db, desk, tip)
    assert (tip.state, tip.closed_on, tip.end_check) == (TipState.NEW, None, EndCheck.NOT_NEEDED)
    assert tip.appealed_on is None
    assert tip.next_news_on is not None


def test_only_the_unit_above_takes_a_tip_away_and_it_says_why(db, desk, tip):
    for name in ("xa1", "truong1", "xa2"):
        with pytest.raises(NotFound):
            _taken_up(db, desk, tip, by=name)
    with pytest.raises(BadInput):
        _taken_up(db, desk, tip, note="a")
    with pytest.raises(StaleVersion):
        taking_up.take_up(
            db, acting=desk("huyen"), tip=tip, version=tip.version - 1, reason="để lâu quá"
        )
    _taken_up(db, desk, tip)
    with pytest.raises(NotFound):
        _taken_up(db, desk, tip)


def test_given_back_it_bears_its_old_number_and_the_next_tip_takes_a_new_one(db, ring, desk, tip):
    number = tip.number
    transferring.transfer(db, acting=desk("xa1"), tip=tip, version=tip.version, hand=_up(db, desk))
    huyen = desk("huyen")
    access.read(db, acting=huyen, tip=tip)
    back = HandOver(way=TransferWay.BACK, to_unit_id=place(db).id, note="xã làm được")
    slip = transferring.transfer(db, acting=huyen, tip=tip, version=tip.version, hand=back)
    assert (slip.slip_number, tip.number, tip.unit_id) == (1, number, place(db).id)
    assert access.is_own(db, desk("xa1"), tip)
    other = db.get_one(Tip, make_tip(db, ring).tip_id)
    assert other.number == number + 1


def test_sideways_it_goes_to_a_neighbour_that_exists(db, desk, tip):
    near = HandOver(
        way=TransferWay.SIDEWAYS, to_unit_id=place(db, BINH_THANH).id, note="đúng địa bàn xã bạn"
    )
    transferring.transfer(db, acting=desk("xa1"), tip=tip, version=tip.version, hand=near)
    assert access.is_own(db, desk("xa2"), tip)
    assert place(db, BINH_THANH).id in _feeds(db, tip)


def test_a_unit_that_was_merged_away_is_no_longer_offered_and_the_heir_is_named(db, desk, tip):
    after = TREE_DAY.replace(year=2025, month=8)
    late = desk("xa1")
    late = Acting(by=late.by, who=late.who, now=NOW, ring=late.ring, on=after)
    gone = HandOver(
        way=TransferWay.SIDEWAYS, to_unit_id=place(db, BINH_THANH).id, note="đúng địa bàn"
    )
    (problem,) = transferring.problems(db, late, tip, gone)
    assert problem.field == "to_unit"
    heir = places.successor_of(db, place(db, BINH_THANH).id)
    assert heir is not None and heir.unit_title in str(problem)


def test_outside_it_goes_on_paper_and_the_unit_keeps_it(db, desk, tip):
    out = HandOver(way=TransferWay.OUTSIDE, to_name="Cơ quan điều tra tỉnh", note="có dấu hiệu")
    transferring.transfer(db, acting=desk("xa1"), tip=tip, version=tip.version, hand=out)
    assert (tip.state, tip.unit_id) == (TipState.TRANSFERRED, place(db).id)
    shelf = inbox.shelf(
        db, desk("xa1").by, TREE_DAY, tray=inbox.Tray.UNIT, section=inbox.Section.TRANSFERRED
    )
    assert [one.id for one in shelf.tips] == [tip.id]


def test_slips_of_one_unit_are_numbered_through(db, ring, desk, tip):
    other = db.get_one(Tip, make_tip(db, ring).tip_id)
    numbers = [
        transferring.transfer(
            db, acting=desk("xa1"), tip=one, version=one.version, hand=_up(db, desk)
        ).slip_number
        for one in (tip, other)
    ]
    assert numbers == [1, 2]


def test_an_ended_tip_is_not_handed_on(db, desk, tip):
    move = Move(state=TipState.RESOLVED, outcome=TipOutcome.ANSWERED)
    handling.set_state(db, acting=desk("xa1"), tip=tip, version=tip.version, move=move)
    with pytest.raises(lifecycle.NotPossible):
        transferring.transfer(
            db, acting=desk("xa1"), tip=tip, version=tip.version, hand=_up(db, desk)
        )


def _spam(db, desk, tip):
    move = Move(state=TipState.SPAM, note="quảng cáo")
    handling.set_state(db, acting=desk("xa1"), tip=tip, version=tip.version, move=move)


def _to_check(db, acting):
    section = inbox.Section.TO_CHECK
    shelf = inbox.shelf(db, acting.by, TREE_DAY, tray=inbox.Tray.UNIT, section=section)
    return list(shelf.tips)


def test_an_end_needs_a_second_person_who_is_another(db, desk, tip):
    _spam(db, desk, tip)
    with pytest.raises(checking.SamePerson):
        checking.confirm(db, acting=desk("xa1"), tip=tip, version=tip.version)
    assert _to_check(db, desk("truong1")) == [tip]
    assert _to_check(db, desk("xa1")) == []
    checking.confirm(db, acting=desk("truong1"), tip=tip, version=tip.version)
    assert tip.end_check is EndCheck.CONFIRMED


def test_without_a_second_person_the_unit_above_may_read_it_after_some_days(db, desk, tip):
    _spam(db, desk, tip)
    with pytest.raises(access.ReasonNeeded):
        access.read(db, acting=desk("huyen"), tip=tip)
    later = desk("huyen", NOW + timedelta(days=3))
    access.read(db, acting=later, tip=tip)
    checking.confirm(db, acting=later, tip=tip, version=tip.version)
    assert tip.end_check is EndCheck.CONFIRMED


def test_ones_own_last_step_can_be_undone_for_a_while(db, desk, tip):
    handling.take(db, acting=desk("xa1", NOW + timedelta(minutes=1)), tip=tip, version=tip.version)
    soon = desk("xa1", NOW + timedelta(minutes=2))
    move = Move(state=TipState.SPAM, note="nhầm")
    handling.set_state(db, acting=soon, tip=tip, version=tip.version, move=move)
    assert undoing.state_before(db, desk("truong1", NOW + timedelta(minutes=3)), tip) is None
    assert undoing.state_before(db, desk("xa1", NOW + timedelta(minutes=20)), tip) is None
    undoing.undo(db, acting=desk("xa1", NOW + timedelta(minutes=3)), tip=tip, version=tip.version)
    assert (tip.state, tip.end_check, tip.closed_on) == (TipState.HELD, EndCheck.NOT_NEEDED, None)


def test_a_person_who_is_not_content_reaches_the_unit_above_past_the_handler(db, ring, desk, tip):
    move = Move(state=TipState.NOT_ENOUGH, note="không có số")
    handling.set_state(db, acting=desk("xa1"), tip=tip, version=tip.version, move=move)
    version = tip.version
    for _ in range(2):
        appeals.appeal(db, ring, tip=tip, now=NOW, on=TREE_DAY)
    assert (tip.appealed_on, tip.version) == (local_day(NOW), version)
    huyen = desk("huyen")
    assert NoticeKind.APPEALED in _told(db, huyen.by)
    assert not appeals.may_decide(desk("truong1"), tip)
    access.read(db, acting=huyen, tip=tip)
    appeals.decide(
        db,
        acting=huyen,
        tip=tip,
        version=tip.version,
        decision=Decision.REOPEN,
        words="Công an xã coi lại giúp bà con.",
    )
    assert (tip.state, tip.appealed_on, tip.closed_on) == (TipState.HELD, None, None)
    assert NoticeKind.APPEALED in _told(db, desk("xa1").by)


def test_what_was_done_may_stand_and_the_person_is_told_why(db, ring, desk, tip):
    _spam(db, desk, tip)
    appeals.appeal(db, ring, tip=tip, now=NOW, on=TREE_DAY)
    with pytest.raises(BadInput):
        appeals.decide(
            db,
            acting=desk("huyen"),
            tip=tip,
            version=tip.version,
            decision=Decision.KEEP,
            words=" ",
        )
    appeals.decide(
        db,
        acting=desk("huyen"),
        tip=tip,
        version=tip.version,
        decision=Decision.KEEP,
        words="Đã coi lại, đúng là quảng cáo.",
    )
    assert (tip.state, tip.end_check) == (TipState.SPAM, EndCheck.CONFIRMED)


def test_who_else_has_the_tip_open_is_said(db, desk, tip):
    assert access.also_open(db, acting=desk("truong1"), tip=tip) == ["Thiếu úy Mẫu"]
    later = desk("truong1", NOW + timedelta(minutes=11))
    assert access.also_open(db, acting=later, tip=tip) == []


def _of_law(db, desk, tip):
    classifying.classify(
        db,
        acting=desk("xa1"),
        tip=tip,
        version=tip.version,
        to=Classification.CRIME_REPORT,
        reason="có dấu hiệu lừa đảo",
    )
    return lambda: {row.rule: row.met_at is not None for row in deadlines.of_tip(db, tip)}


def test_handing_up_meets_the_limit_of_handing_on_and_the_others_run_on(db, desk, tip):
    met = _of_law(db, desk, tip)
    assert met()["D1_TRANSFER"] is False
    transferring.transfer(db, acting=desk("xa1"), tip=tip, version=tip.version, hand=_up(db, desk))
    assert met()["D1_TRANSFER"] is True
    assert met()["D3_RESOLVE"] is False


def test_the_end_meets_the_time_to_resolve_and_begins_the_notice_of_the_result(db, desk, tip):
    met = _of_law(db, desk, tip)
    soon = desk("xa1", NOW + timedelta(minutes=1))
    move = Move(state=TipState.RESOLVED, outcome=TipOutcome.HANDLED)
    handling.set_state(db, acting=soon, tip=tip, version=tip.version, move=move)
    assert met()["D3_RESOLVE"] is True
    assert met()["D6_NOTICE_RESULT"] is False
    undoing.undo(db, acting=soon, tip=tip, version=tip.version)
    assert met()["D3_RESOLVE"] is False
    assert "D6_NOTICE_RESULT" not in met()

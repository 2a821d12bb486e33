"""Cases: what may be merged, who learns of it, and that tips stay what they were."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.errors import BadInput, NotAllowed, NotFound, SameIdOtherContent, StaleVersion
from domain.reference.settings import Settings
from domain.retention import services as retention
from domain.tips import access, case_queries, cases, receipts, transferring, undoing
from domain.tips.case_models import TipCaseMember, TipCaseStep
from domain.tips.cases import CaseDissolved, NewCase
from domain.tips.models import Tip, TipState
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import BINH_THANH, DISTRICT, PROVINCE, TREE_DAY, make_people, place
from tests.factories_cases import AT, WHY, acting_of, make_case, spoken
from tests.factories_tips import make_tip


@pytest.fixture
def staff(db):
    return make_people(db)


def _tip(db, ring, code=""):
    unit = place(db, code) if code else place(db)
    return db.get_one(Tip, make_tip(db, ring, unit).tip_id)


def _new(*tips, reason=WHY):
    return NewCase(id=uuid4(), tip_ids=[tip.id for tip in tips], reason=reason)


def test_a_merge_needs_a_victim_who_was_spoken_to_and_says_what_to_do_first(db, ring, staff):
    acting = acting_of(ring, staff.supervisor)
    new = _new(_tip(db, ring), _tip(db, ring, BINH_THANH))
    with pytest.raises(BadInput, match="bị hại rõ tên"):
        cases.open_case(db, acting=acting, new=new)
    spoken(db.get_one(Tip, new.tip_ids[1]))
    assert cases.open_case(db, acting=acting, new=new).number == 1
    with pytest.raises(BadInput, match="ít nhất hai"):
        cases.open_case(db, acting=acting, new=_new(spoken(_tip(db, ring))))
    two = _new(spoken(_tip(db, ring)), _tip(db, ring), reason=" ")
    with pytest.raises(BadInput, match="lý do"):
        cases.open_case(db, acting=acting, new=two)


def test_tips_in_a_case_keep_state_version_undo_and_receipt(db, ring, staff):
    own = make_tip(db, ring)
    tip, other = db.get_one(Tip, own.tip_id), _tip(db, ring, BINH_THANH)
    before = (tip.state, tip.version, tip.unit_id, tip.number, tip.due_at, tip.next_news_on)
    code = receipts.find(db, ring, code=own.code, today=AT.date())
    make_case(db, ring, staff.supervisor, [tip, other])
    assert before == (
        tip.state, tip.version, tip.unit_id, tip.number, tip.due_at, tip.next_news_on
    )  # fmt: skip
    assert receipts.find(db, ring, code=own.code, today=AT.date()) == code
    assert undoing.state_before(db, acting_of(ring, staff.officer), tip) is None


def test_a_tip_is_in_one_case_of_a_unit_and_the_same_form_opens_one(db, ring, staff):
    acting = acting_of(ring, staff.supervisor)
    first, second, third = (_tip(db, ring) for _ in range(3))
    new = _new(spoken(first), second)
    case = cases.open_case(db, acting=acting, new=new)
    assert cases.open_case(db, acting=acting, new=new) is case
    with pytest.raises(SameIdOtherContent):
        cases.open_case(db, acting=acting, new=NewCase(id=new.id, tip_ids=[], reason=WHY))
    with pytest.raises(BadInput, match="đang ở vụ số 01/2024"):
        cases.open_case(db, acting=acting, new=_new(first, third))
    cases.add(db, acting=acting, case=case, new=_new(third))
    assert [tip.id for tip in case_queries.members(db, acting.by, case, TREE_DAY)] == [
        tip.id for tip in sorted((first, second, third), key=lambda one: one.number)
    ]


def test_a_chief_merges_the_own_units_tips_and_nobody_elses(db, ring, staff):
    chief = acting_of(ring, staff.chief)
    own, other, theirs = spoken(_tip(db, ring)), _tip(db, ring), _tip(db, ring, BINH_THANH)
    with pytest.raises(NotFound):
        cases.open_case(db, acting=chief, new=_new(own, theirs))
    with pytest.raises(NotAllowed):
        cases.open_case(db, acting=acting_of(ring, staff.officer), new=_new(own, other))
    case = cases.open_case(db, acting=chief, new=_new(own, other))
    assert case_queries.get_visible(db, staff.supervisor, case.id, TREE_DAY) is case
    with pytest.raises(NotFound):
        case_queries.get_to_keep(db, staff.supervisor, case.id, TREE_DAY)
    with pytest.raises(NotFound):
        case_queries.get_visible(db, staff.neighbour, case.id, TREE_DAY)


def test_a_merge_above_neither_stops_nor_tells_a_commune_of_what_went_past_it(db, ring, staff):
    tip, past = spoken(_tip(db, ring)), _tip(db, ring, DISTRICT)
    case = make_case(db, ring, staff.supervisor, [tip, past])
    assert not case_queries.is_in_one_above(db, staff.officer, tip, TREE_DAY)
    assert not case_queries.of_tips(db, staff.officer, [tip.id], TREE_DAY)
    own = make_case(db, ring, staff.chief, [tip, _tip(db, ring)])
    assert own.unit_id != case.unit_id
    with pytest.raises(NotFound):
        case_queries.get_visible(db, staff.chief, case.id, TREE_DAY)


def test_a_commune_may_know_that_a_superior_holds_its_tip_with_a_neighbours(db, ring, staff):
    tip = spoken(_tip(db, ring))
    make_case(db, ring, staff.supervisor, [tip, _tip(db, ring, BINH_THANH)])
    assert case_queries.is_in_one_above(db, staff.officer, tip, TREE_DAY)
    assert not case_queries.is_in_one_above(db, staff.supervisor, tip, TREE_DAY)


def test_spam_and_what_waits_apart_cannot_be_merged(db, ring, staff):
    acting = acting_of(ring, staff.supervisor)
    good, spam, apart = spoken(_tip(db, ring)), _tip(db, ring), _tip(db, ring)
    spam.state, apart.is_quarantined = TipState.SPAM, True
    db.flush()
    for bad in (spam, apart):
        with pytest.raises(NotFound):
            cases.open_case(db, acting=acting, new=_new(good, bad))


def test_taking_out_dissolving_and_a_colleague_who_was_first(db, ring, staff):
    acting = acting_of(ring, staff.supervisor)
    tips = [_tip(db, ring) for _ in range(3)]
    case = make_case(db, ring, staff.supervisor, tips)
    out = {"acting": acting, "case": case, "reason": "khác người"}
    with pytest.raises(StaleVersion):
        cases.take_out(db, **out, version=case.version + 1, tip_ids=[tips[0].id])
    with pytest.raises(BadInput):
        cases.take_out(db, **out, version=case.version, tip_ids=[uuid4()])
    cases.take_out(db, **out, version=case.version, tip_ids=[tips[0].id])
    assert case_queries.count(db, case) == 2
    cases.dissolve(db, **out, version=case.version)
    assert case_queries.count(db, case) == 0
    with pytest.raises(CaseDissolved):
        cases.add(db, acting=acting, case=case, new=_new(tips[0]))
    told = case_queries.history(db, ring, case, tips)
    assert [one.note for one in told].count("khác người") == 3
    assert {one.note for one in case_queries.history(db, ring, case, [])} == {""}
    assert make_case(db, ring, staff.supervisor, tips).number == case.number + 1


def test_an_erased_tip_leaves_its_case_with_all_that_was_said_of_it(db, ring, staff):
    tips = [_tip(db, ring), _tip(db, ring)]
    case = make_case(db, ring, staff.supervisor, tips)
    tips[0].state, tips[0].closed_on = TipState.NOT_ENOUGH, date(2024, 6, 5)
    db.flush()
    gone = {"settings": Settings({}), "now": AT, "today": date(2034, 1, 1)}
    assert retention.erase(db, ring, tip_id=tips[0].id, **gone) is not None
    db.expire_all()
    assert db.scalars(select(TipCaseMember.tip_id)).all() == [tips[1].id]
    assert db.scalar(select(func.count()).select_from(TipCaseStep)) == 1
    shown = case_queries.listing(db, staff.supervisor, TREE_DAY)
    assert [(one.case.id, one.tips, one.verified) for one in shown] == [(case.id, 1, 0)]


def test_a_tip_handed_on_leaves_the_cases_of_units_that_may_no_longer_read_it(db, ring, staff):
    tip, other = _tip(db, ring), _tip(db, ring)
    above = make_case(db, ring, staff.supervisor, [tip, other])
    own = make_case(db, ring, staff.chief, [tip, other])
    officer = acting_of(ring, staff.officer)
    access.read(db, acting=officer, tip=tip)
    up = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="vượt quá xã")
    transferring.transfer(db, acting=officer, tip=tip, version=tip.version, hand=up)
    assert (case_queries.count(db, above), case_queries.count(db, own)) == (2, 1)
    higher = HandOver(way=TransferWay.UP, to_unit_id=place(db, PROVINCE).id, note="vượt quá")
    supervisor = acting_of(ring, staff.supervisor)
    transferring.transfer(db, acting=supervisor, tip=tip, version=tip.version, hand=higher)
    assert case_queries.count(db, above) == 1

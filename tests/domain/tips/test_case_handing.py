"""Which tips of a case the unit handed on, and which only share its history."""

import pytest

from domain.tips import case_handing, case_queries, cases, coming_back, transferring
from domain.tips.case_handing import Going
from domain.tips.many import Chosen
from domain.tips.models import Tip
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, make_people, place
from tests.factories_cases import AT, acting_of, make_case
from tests.factories_tips import make_tip


@pytest.fixture
def staff(db):
    return make_people(db)


def _tips(db, ring, *codes):
    return [db.get_one(Tip, make_tip(db, ring, place(db, code)).tip_id) for code in codes]


def _hand(db, acting, case, tips, **going):
    chosen = [Chosen(tip.id, tip.version) for tip in tips]
    return case_handing.hand_on(
        db, acting=acting, case=case, chosen=chosen, going=Going(note="đúng nơi", **going)
    )


def _went(db, acting, case):
    return [tip for tip, _ in case_handing.handed_on(db, acting.by, case, TREE_DAY)]


def test_a_case_remembers_what_went_out_of_it_until_that_is_back(db, ring, staff):
    acting = acting_of(ring, staff.chief)
    stays, parted, goes = _tips(db, ring, "30094", "30094", "30094")
    case = make_case(db, ring, staff.chief, [stays, parted, goes])
    part = {"acting": acting, "case": case, "reason": "khác người"}
    cases.take_out(db, **part, version=case.version, tip_ids=[parted.id])
    later = acting_of(ring, staff.chief, AT.replace(hour=4))
    outcome = _hand(db, later, case, [parted, goes], is_outside=True, to_name="Cơ quan điều tra")
    assert (outcome.done, outcome.refused) == (1, [parted.id]), "the parted one is no member"
    assert _went(db, later, case) == [goes]
    coming_back.come_back(db, acting=later, tip=goes, version=goes.version, reason="trả lại")
    assert _went(db, later, case) == []


def test_one_place_may_be_beside_for_one_tip_and_where_another_came_from(db, ring, staff):
    acting = acting_of(ring, staff.supervisor)
    own, came = _tips(db, ring, DISTRICT, BINH_THANH)
    case = make_case(db, ring, staff.supervisor, [own, came])
    assert "Rút tin đó lên" in str(case_handing.why_not(db, acting, came))
    up = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="vượt quá xã")
    neighbour = acting_of(ring, staff.neighbour)
    transferring.transfer(db, acting=neighbour, tip=came, version=came.version, hand=up)
    assert case_handing.why_not(db, acting, came) == ""
    assert place(db, BINH_THANH) in case_handing.units(db, acting, [own, came])
    outcome = _hand(db, acting, case, [own, came], unit_id=place(db, BINH_THANH).id)
    assert (outcome.done, outcome.refused) == (2, [])
    assert case_queries.count(db, case) == 2, "a superior's case keeps what lies below"

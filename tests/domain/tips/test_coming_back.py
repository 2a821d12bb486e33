"""A tip that was handed outside on paper is back: who notes it, who has it then, and its clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.errors import BadInput, NotFound
from domain.notices.models import Notice, NoticeKind
from domain.tips import (
    access,
    classifying,
    coming_back,
    deadlines,
    handling,
    lifecycle,
    steps,
    taking_up,
    transferring,
)
from domain.tips.lifecycle import Move
from domain.tips.models import Classification, Tip, TipState
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import DISTRICT, make_people, place
from tests.factories_cases import AT, acting_of
from tests.factories_tips import make_tip

WHY = "trả lại, sai thẩm quyền"


@pytest.fixture
def staff(db):
    return make_people(db)


@pytest.fixture
def tip(db, ring, staff):
    """A tip of law that an officer of the commune handed outside."""
    tip = db.get_one(Tip, make_tip(db, ring, at=AT - timedelta(hours=1)).tip_id)
    officer = acting_of(ring, staff.officer)
    access.read(db, acting=officer, tip=tip)
    report = Classification.CRIME_REPORT
    classifying.classify(
        db, acting=officer, tip=tip, version=tip.version, to=report, reason="có dấu hiệu lừa đảo"
    )
    _hand_outside(db, officer, tip)
    return tip


def _hand_outside(db, officer, tip):
    out = HandOver(way=TransferWay.OUTSIDE, to_name="Cơ quan điều tra tỉnh", note="có dấu hiệu")
    transferring.transfer(db, acting=officer, tip=tip, version=tip.version, hand=out)


def _back(db, acting, tip, reason=WHY):
    coming_back.come_back(db, acting=acting, tip=tip, version=tip.version, reason=reason)


def test_whoever_of_the_unit_notes_it_has_the_tip_and_its_limits_ran_on(db, ring, staff, tip):
    chief, due = acting_of(ring, staff.chief), tip.due_at
    with pytest.raises(BadInput):
        _back(db, chief, tip, reason="a")
    _back(db, chief, tip)
    assert (tip.state, tip.taken_by, tip.closed_on) == (TipState.HELD, staff.chief, None)
    assert due is not None and tip.due_at == due
    met = {row.rule: row.met_at is not None for row in deadlines.of_tip(db, tip)}
    assert met == {"D1_TRANSFER": True, "D2_NOTICE_RECEIPT": False, "D3_RESOLVE": False}
    assert steps.of_tip(db, ring, tip)[-1].note == WHY
    assert transferring.offered(db, chief, tip)[TransferWay.UP], "it may go on again"
    with pytest.raises(NotFound):
        _back(db, chief, tip)


def test_it_does_not_come_back_without_a_reason_by_setting_its_state(db, ring, staff, tip):
    with pytest.raises(lifecycle.NotPossible):
        handling.set_state(
            db,
            acting=acting_of(ring, staff.officer),
            tip=tip,
            version=tip.version,
            move=Move(state=TipState.HELD),
        )


def test_noted_from_above_it_stays_with_who_had_it_and_the_unit_is_told(db, ring, staff, tip):
    with pytest.raises(NotFound):
        _back(db, acting_of(ring, staff.neighbour), tip)
    _back(db, acting_of(ring, staff.supervisor), tip)
    assert (tip.state, tip.unit_id, tip.taken_by) == (
        TipState.HELD,
        place(db).id,
        staff.officer,
    )
    told = select(Notice.kind).where(Notice.officer_id == staff.officer.id)
    assert NoticeKind.TRANSFERRED in set(db.scalars(told))


def test_the_unit_above_takes_it_up_under_the_next_slip(db, ring, staff, tip):
    slip = taking_up.take_up(
        db,
        acting=acting_of(ring, staff.supervisor),
        tip=tip,
        version=tip.version,
        reason="cơ quan điều tra trả về huyện",
    )
    assert (slip.slip_number, tip.unit_id) == (2, place(db, DISTRICT).id)
    assert (tip.state, tip.opened_at, tip.closed_on) == (TipState.NEW, None, None)

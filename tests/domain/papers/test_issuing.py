"""Issuing papers: numbers, what they say, what they never say."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import AuditEntry
from domain.errors import NotFound, SameIdOtherContent
from domain.papers import queries, services
from domain.papers.models import PaperKind
from domain.papers.services import NoResultYet, NoSlip, label
from domain.papers.tags import Tag
from domain.people.models import Role
from domain.places.naming import paper_mark_of
from domain.reference.settings import store
from domain.tips import access, classifying, deadlines, handling, taking_up, transferring
from domain.tips.lifecycle import Move
from domain.tips.models import Classification, StepKind, TipOutcome, TipState, TipStep
from domain.tips.models import Tip as TipRow
from domain.tips.transferring import HandOver
from domain.tips.work_models import TransferWay
from tests.factories import DISTRICT, TREE_DAY, make_officer, place
from tests.factories_papers import NOON, acting_as, issue, make_template, word
from tests.factories_tips import CONTACT, STORY, make_tip


@pytest.fixture
def officer(db, ring):
    return acting_as(make_officer(db, "xa1", name="Thiếu úy Mẫu"), ring)


@pytest.fixture
def tip(db, ring, officer):
    """A tip that the officer has opened."""
    found = db.get_one(TipRow, make_tip(db, ring, at=NOON - timedelta(hours=3)).tip_id)
    access.read(db, acting=officer, tip=found)
    return found


def says(db, acting, tip, paper):
    return services.read(db, acting=acting, tip=tip, paper=paper)


def test_a_notice_says_what_the_tip_is_about_and_nothing_that_was_told(db, officer, tip):
    typed = {Tag.REPORTER: "Nguyễn Văn Mẫu"}
    paper = issue(db, officer, tip, typed=typed)
    said = says(db, officer, tip, paper)
    assert label(paper) == "01/TB-CAX"
    assert said[Tag.REPORTER] == "Nguyễn Văn Mẫu"
    assert said[Tag.RECEIVED] == "12 giờ 00 phút, ngày 03 tháng 02 năm 2026"
    assert said[Tag.TIP_NUMBER] == "TB-0001"
    whole = " ".join(said.values())
    for secret in (STORY, CONTACT, "0900 000 417", "0123 4567 890", "45.000.000"):
        assert secret not in whole
    assert b"Mau" not in paper.sealed_values
    assert "Nguyễn".encode() not in paper.sealed_values


def test_each_unit_s_papers_bear_its_own_letters_and_nobody_takes_them_from_above(
    db, ring, officer, tip
):
    chief = make_officer(db, "truong_huyen", role=Role.CHIEF, code=DISTRICT)
    above = acting_as(chief, ring)
    theirs = db.get_one(TipRow, make_tip(db, ring, place(db, DISTRICT)).tip_id)
    access.read(db, acting=above, tip=theirs)
    assert label(issue(db, above, theirs)) == "01/TB-CAH"
    place(db, DISTRICT).paper_mark = "CACL"
    assert label(issue(db, above, theirs)) == "02/TB-CACL"
    assert label(issue(db, officer, tip)) == "01/TB-CAX"
    store(db, key="notice_symbol", text="TB-{đơn vị}-ĐTTH", by=None, now=NOON)
    db.flush()
    assert label(issue(db, officer, tip)) == "02/TB-CAX-ĐTTH"


@pytest.mark.parametrize(
    ("level", "mark"),
    [("thị trấn", "CATT"), ("phường", "CAP"), ("tỉnh", "CAT"), ("đặc khu", "CAĐK"), ("", "CA")],
)
def test_a_unit_is_shortened_as_its_level_is_called(level, mark):
    assert paper_mark_of(level) == mark


def test_an_intake_record_takes_the_story_over_and_leaves_who_it_was_open(db, officer, tip):
    said = says(db, officer, tip, issue(db, officer, tip, PaperKind.INTAKE_RECORD))
    assert said[Tag.STORY] == STORY
    assert said[Tag.LOSS] == "45.000.000 đồng"
    assert "0123 4567 890" in said[Tag.TRACES]
    assert Tag.REPORTER not in said
    assert Tag.PHONE not in said


def test_the_same_form_sent_twice_is_one_paper_under_one_number(db, officer, tip):
    form = {"id": uuid4(), "typed": {Tag.GIST: " Bị gạt  45 triệu "}}
    first = issue(db, officer, tip, **form)
    assert issue(db, officer, tip, **form) is first
    with pytest.raises(SameIdOtherContent):
        issue(db, officer, tip, id=form["id"], typed={Tag.GIST: "Chuyện khác"})
    assert issue(db, officer, tip).number == 2


def test_both_notices_count_together_and_each_year_begins_anew(db, ring, officer, tip):
    assert issue(db, officer, tip).number == 1
    move = Move(state=TipState.RESOLVED, outcome=TipOutcome.PREVENTED)
    handling.set_state(db, acting=officer, tip=tip, version=tip.version, move=move)
    assert issue(db, officer, tip, PaperKind.NOTICE_OF_RESULT).number == 2
    assert issue(db, officer, tip, PaperKind.INTAKE_RECORD).number == 1
    next_year = acting_as(officer.by, ring, datetime(2026, 12, 31, 17, 0, tzinfo=UTC))
    paper = issue(db, next_year, tip)
    assert (paper.year, paper.number) == (2027, 1)


def test_nobody_is_told_a_result_that_is_not_there(db, officer, tip):
    with pytest.raises(NoResultYet):
        issue(db, officer, tip, PaperKind.NOTICE_OF_RESULT)
    assert issue(db, officer, tip).number == 1


def test_issuing_stands_in_the_timeline_and_in_the_audit_log(db, officer, tip):
    issue(db, officer, tip)
    assert db.scalar(select(TipStep.by_id).where(TipStep.kind == StepKind.PAPER)) == officer.by.id
    entries = select(AuditEntry.reason).where(AuditEntry.action == "paper_issued")
    assert db.scalars(entries).all() == ["notice_of_receipt:01/TB-CAX"]


def test_a_notice_meets_the_limit_that_asks_for_it(db, officer, tip):
    classifying.classify(
        db,
        acting=officer,
        tip=tip,
        version=tip.version,
        to=Classification.DENUNCIATION,
        reason="Có dấu hiệu tội phạm",
    )
    issue(db, officer, tip)
    met = {row.rule for row in deadlines.of_tip(db, tip) if row.met_at is not None}
    assert met == {"D2_NOTICE_RECEIPT"}


def test_a_slip_bears_the_number_of_its_handing_over_and_is_printed_once(db, ring, officer, tip):
    make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    make_tip(db, ring, place(db, DISTRICT))
    with pytest.raises(NoSlip):
        issue(db, officer, tip, PaperKind.TRANSFER_SLIP)
    hand = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="Vượt thẩm quyền")
    slip = transferring.transfer(db, acting=officer, tip=tip, version=tip.version, hand=hand)
    db.flush()
    paper = issue(db, officer, tip, PaperKind.TRANSFER_SLIP)
    assert (paper.number, paper.year) == (slip.slip_number, slip.slip_year)
    said = says(db, officer, tip, paper)
    assert said[Tag.WHY] == "Vượt thẩm quyền"
    assert said[Tag.TO] == place(db, DISTRICT).unit_title
    assert said[Tag.TIP_NUMBER] == "TB-0001"
    assert Tag.STORY not in said, "the tip is another unit's now"
    with pytest.raises(NoSlip):
        issue(db, officer, tip, PaperKind.TRANSFER_SLIP)


def test_the_slip_of_taking_up_is_printed_above_and_its_reason_stays_there(db, ring, officer, tip):
    chief = make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    above = acting_as(chief, ring)
    slip = taking_up.take_up(
        db, acting=above, tip=tip, version=tip.version, reason="Tin nói về cán bộ xã"
    )
    with pytest.raises(NoSlip):
        issue(db, officer, tip, PaperKind.TRANSFER_SLIP)
    paper = issue(db, above, tip, PaperKind.TRANSFER_SLIP)
    assert (paper.number, paper.year) == (slip.slip_number, slip.slip_year)
    said = says(db, above, tip, paper)
    assert said[Tag.TO] == place(db, DISTRICT).unit_title
    assert said[Tag.WHY] == "Rút tin từ Công an xã Phương Trà. Tin nói về cán bộ xã"
    assert [one.id for one in queries.issued_here(db, chief, tip, TREE_DAY)] == [paper.id]
    back = HandOver(way=TransferWay.BACK, to_unit_id=officer.by.place_id, note="Xã làm được")
    transferring.transfer(db, acting=above, tip=tip, version=tip.version, hand=back)
    assert not queries.of_tip(db, officer.by, tip, TREE_DAY), "not even when it has the tip again"
    assert not queries.issued_here(db, officer.by, tip, TREE_DAY)
    with pytest.raises(NotFound):
        queries.get_visible(db, officer.by, paper.id, TREE_DAY)
    assert queries.get_visible(db, chief, paper.id, TREE_DAY)[2]


def test_the_unit_above_received_a_tip_when_the_slip_came_and_not_at_the_commune_s_minute(
    db, ring, officer, tip
):
    make_officer(db, "huyen", role=Role.SUPERVISOR, code=DISTRICT)
    hand = HandOver(way=TransferWay.UP, to_unit_id=place(db, DISTRICT).id, note="Vượt thẩm quyền")
    at_three = acting_as(officer.by, ring, NOON + timedelta(hours=3))
    transferring.transfer(db, acting=at_three, tip=tip, version=tip.version, hand=hand)
    chief = make_officer(db, "truong_huyen", role=Role.CHIEF, code=DISTRICT)
    above = acting_as(chief, ring, NOON + timedelta(hours=5))
    access.read(db, acting=above, tip=tip)
    said = says(db, above, tip, issue(db, above, tip))
    assert said[Tag.RECEIVED] == "15 giờ 00 phút, ngày 03 tháng 02 năm 2026"
    slip = issue(db, at_three, tip, PaperKind.TRANSFER_SLIP)
    said = says(db, at_three, tip, slip)
    assert said[Tag.RECEIVED] == "12 giờ 00 phút, ngày 03 tháng 02 năm 2026"
    back = HandOver(way=TransferWay.BACK, to_unit_id=officer.by.place_id, note="Trả lại giúp")
    transferring.transfer(db, acting=above, tip=tip, version=tip.version, hand=back)
    said = says(db, officer, tip, issue(db, officer, tip))
    assert said[Tag.RECEIVED] == "12 giờ 00 phút, ngày 03 tháng 02 năm 2026"


def test_a_paper_stays_with_the_form_it_was_made_in(db, officer, tip):
    first = make_template(db, officer.by.place, content=word("Mẫu cũ {{ so }}"))
    paper = issue(db, officer, tip, PaperKind.INTAKE_RECORD)
    first.retired_at = NOON
    second = make_template(db, officer.by.place, content=word("Mẫu mới {{ so }}"))
    assert paper.template_id == first.id
    assert queries.template_in_use(db, officer.by.place_id, PaperKind.INTAKE_RECORD) is second
    assert queries.get_visible(db, officer.by, paper.id, TREE_DAY)[2]

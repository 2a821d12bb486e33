"""Receiving a tip in the domain: doorways, numbers, sealed parts, messages and claims."""

from datetime import UTC, date, datetime
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.audit.models import Action, AuditArrival, AuditEntry
from domain.audit.services import NOBODY
from domain.errors import BadInput, NotFound
from domain.tips import claims, codes, doorways, messages, receipts, receiving, sealing
from domain.tips.fingerprints import Told
from domain.tips.identifiers import Identifier
from domain.tips.messages import EmptyMessage, MessageTooLong, NewMessage
from domain.tips.models import Source, Tip, TipSeries, TipState
from domain.tips.receipts import ReceiptState
from domain.tips.receiving import NewTip
from domain.tips.sealing import TipBody
from domain.tips.talk_models import TipContact
from domain.vault.sealing import CannotOpen
from tests.factories import BINH_THANH, PHUONG_TRA, TREE_DAY, place
from tests.factories_public import hamlet

NOW = datetime(2024, 6, 4, 3, 0, tzinfo=UTC)


def receive(db, ring, *, code=PHUONG_TRA, story="Có người lạ", **values):
    """Store a tip for a commune and give back its row and its receipt."""
    unit = place(db, code)
    told = Told(
        unit_id=unit.id,
        place_id=unit.id,
        source=values.pop("source", Source.WEB),
        category="other",
        body=TipBody(story=story),
        identifiers=(Identifier("phone", "0900 000 113"),),
        contact=values.pop("contact", ""),
    )
    id_, key = NewTip.fresh_key()
    submission = values.pop("submission_id", None) or uuid4()
    tip = NewTip(id=id_, key=key, submission_id=submission, told=told, **values)
    receipt = receiving.store(db, ring, tip=tip, who=NOBODY, now=NOW, on=TREE_DAY)
    return db.get(Tip, receipt.tip_id), receipt


def test_a_tip_opens_with_the_units_key_and_with_no_other(db, ring):
    tip, _ = receive(db, ring, story="Đêm qua có tiếng động")
    key = sealing.tip_key(ring, tip)
    assert sealing.read_body(key, tip).story == "Đêm qua có tiếng động"
    assert sealing.read_received(key, tip) == NOW
    tip.unit_id = place(db, BINH_THANH).id
    with pytest.raises(CannotOpen):
        sealing.tip_key(ring, tip)


def test_parts_of_two_tips_cannot_be_swapped(db, ring):
    one, _ = receive(db, ring, story="một")
    other, _ = receive(db, ring, story="hai")
    one.sealed_body, other.sealed_body = other.sealed_body, one.sealed_body
    with pytest.raises(CannotOpen):
        sealing.read_body(sealing.tip_key(ring, one), one)


def test_each_unit_counts_its_own_tips(db, ring):
    numbers = [receive(db, ring, code=c)[0].number for c in (PHUONG_TRA, BINH_THANH, PHUONG_TRA)]
    assert numbers == [1, 1, 2]
    assert db.get(TipSeries, place(db, PHUONG_TRA).id).last == 2


def test_the_contact_lies_apart_under_its_own_key(db, ring):
    tip, _ = receive(db, ring, contact="Bà Tư 0900 000 999")
    row = db.get(TipContact, tip.id)
    assert tip.has_contact and sealing.read_contact(ring, row) == "Bà Tư 0900 000 999"
    assert "Bà Tư" not in sealing.read_body(sealing.tip_key(ring, tip), tip).story


def test_a_named_report_has_no_code(db, ring):
    tip, receipt = receive(db, ring, has_code=False, source=Source.DESK)
    assert receipt.code == "" and tip.receipt_lookup is None and tip.is_named


def test_a_code_leads_to_its_tip_and_an_unknown_one_nowhere(db, ring):
    tip, receipt = receive(db, ring)
    found = receipts.find(db, ring, code=receipt.code, today=date(2024, 6, 4))
    assert found.tip_id == tip.id and found.claimed_tip_id is None
    assert receipts.find(db, ring, code=codes.new_number(Random(3)), today=TREE_DAY) is None


def test_the_recognition_number_is_two_digits_for_life(db, ring):
    tip, _ = receive(db, ring)
    number = receipts.recognition_number(ring, tip)
    assert len(number) == 2 and number.isdigit()
    assert number == receipts.recognition_number(ring, tip)


def test_quarantine_is_not_told_apart_from_new(db, ring):
    plain, _ = receive(db, ring)
    apart, _ = receive(db, ring, quarantine="honeypot")
    assert receipts.state_of(plain) is receipts.state_of(apart) is ReceiptState.UNOPENED
    plain.opened_at = NOW
    assert receipts.state_of(plain) is ReceiptState.OPENED
    plain.state = TipState.HELD
    assert receipts.state_of(plain) is ReceiptState.HELD


def test_a_hamlet_leads_to_its_commune_and_the_parent_is_the_unit_above(db):
    way = doorways.to_place(db, hamlet(db), TREE_DAY)
    assert way.title == "Ấp Bình Mỹ A, xã Bình Thạnh"
    assert way.unit.title == "Công an xã Bình Thạnh"
    assert way.receiver("parent").title == "Công an huyện Cao Lãnh"
    assert way.receiver("commune") == way.receiver("") == way.unit


def test_after_the_merger_an_old_hamlet_leads_to_the_unit_that_took_over(db):
    way = doorways.to_place(db, hamlet(db), date(2026, 1, 1))
    assert way.unit.title.startswith("Công an xã") and way.unit.title != "Công an xã Bình Thạnh"
    assert way.parent.title.startswith("Công an tỉnh")


def test_an_unknown_place_leads_to_the_unit_above_all_communes_in_both_shapes(db):
    assert doorways.to_anywhere(db, TREE_DAY).unit.title == "Công an huyện Cao Lãnh"
    assert doorways.to_anywhere(db, date(2026, 1, 1)).unit.title.startswith("Công an tỉnh")


def test_a_duty_number_nobody_has_dialled_is_shown_to_nobody(db):
    unit = place(db, BINH_THANH)
    unit.duty_phone = "0277 000 113"
    assert doorways.to_place(db, unit, TREE_DAY).unit.duty_phone == ""
    unit.duty_phone_checked_on = date(2024, 6, 1)
    unit.duty_phone_checked_by = "Đại úy Mẫu"
    assert doorways.to_place(db, unit, TREE_DAY).unit.duty_phone == "0277 000 113"


def _say(db, ring, tip, text, mark=b"1", **values):
    message = NewMessage(text=text, fingerprint=mark * 32, from_police=False, **values)
    return messages.add(db, ring, tip=tip, message=message, now=NOW)


def test_messages_come_back_in_order_and_a_repeat_changes_nothing(db, ring):
    tip, _ = receive(db, ring)
    assert _say(db, ring, tip, "một", b"1") and _say(db, ring, tip, "hai", b"2")
    assert not _say(db, ring, tip, "một", b"1")
    assert [said.text for said in messages.thread(db, ring, tip)] == ["một", "hai"]
    assert tip.has_new_message


def test_an_empty_or_endless_message_is_refused(db, ring):
    tip, _ = receive(db, ring)
    with pytest.raises(EmptyMessage):
        _say(db, ring, tip, " \n")
    with pytest.raises(MessageTooLong):
        _say(db, ring, tip, "x" * 20_001)
    assert _say(db, ring, tip, "", has_photos=True)


def test_a_code_that_a_claim_shows_lives_only_after_its_last_digits_were_typed(db, ring):
    tip, _ = receive(db, ring, has_code=False, source=Source.PHONE)
    today = date(2024, 6, 4)
    number = claims.issue(db, ring, tip_id=tip.id, source=Random(1), today=today, days=30)
    db.flush()
    found = receipts.find(db, ring, code=number, today=today)
    assert (found.tip_id, found.claimed_tip_id) == (None, tip.id)
    claim = claims.live(db, tip_id=tip.id, today=today)
    seen_before, code = (claims.new_code(db, ring, source=Random(n)) for n in (2, 3))
    assert len({seen_before, code, number}) == 3
    with pytest.raises(BadInput):
        claims.use(db, ring, claim=claim, code=code, last_four="", now=NOW)
    claims.use(db, ring, claim=claim, code=code, last_four=code[-4:], now=NOW)
    db.flush()
    assert receipts.find(db, ring, code=seen_before, today=today) is None
    assert receipts.find(db, ring, code=code, today=today).tip_id == tip.id
    assert receipts.find(db, ring, code=number, today=today) is None
    with pytest.raises(NotFound):
        claims.live(db, tip_id=tip.id, today=today)


def test_a_code_that_some_tip_has_is_shown_to_nobody_else(db, ring):
    tip, _ = receive(db, ring, has_code=False, source=Source.PHONE)
    taken = claims.new_code(db, ring, source=Random(2))
    tip.receipt_lookup = codes.lookup(ring, taken, tip.key_id)
    db.flush()
    assert claims.new_code(db, ring, source=Random(2)) != taken


def test_the_audit_log_does_not_tell_the_minute_a_code_was_copied(db, ring):
    tip, _ = receive(db, ring, has_code=False, source=Source.PHONE)
    today = date(2024, 6, 4)
    claims.issue(db, ring, tip_id=tip.id, source=Random(1), today=today, days=30)
    claim = claims.live(db, tip_id=tip.id, today=today)
    claims.use(db, ring, claim=claim, code="0" * 16, last_four="0000", now=NOW)
    assert db.scalars(select(AuditEntry)).all() == []
    arrivals = db.scalars(select(AuditArrival).order_by(AuditArrival.seq)).all()
    assert [entry.action for entry in arrivals] == [Action.TIP_RECEIVED, Action.TIP_CLAIMED]

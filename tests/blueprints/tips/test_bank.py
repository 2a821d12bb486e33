"""A bank request as an officer makes it: read out at once, printed when a victim was spoken to."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from domain.banking.models import BankCall
from domain.tips.identifiers import Identifier
from domain.tips.lifted import TO_PARENT
from domain.tips.models import Tip
from domain.tips.sealing import TipBody
from tests.factories_banking import contact_of
from tests.factories_tips import entries, received, tip_of
from web.extensions import db as flask_db

TRACES = (
    Identifier("bank_account", "0123 4567 890"),
    Identifier("bank", "Vietcombank"),
    Identifier("transaction_id", "FT24158"),
)
BODY = TipBody(story="Bị gạt", money_text="45tr", money_amount=45_000_000, victim_bank="agribank")


@pytest.fixture
def officer(people, browser_of):
    return browser_of(people.officer.username)


def _urgent(app, **how):
    return received(app, urgent=True, body=BODY, identifiers=TRACES, **how).tip_id


def _calls(app):
    with app.app_context():
        return flask_db.session.scalar(select(func.count(BankCall.id)))


def test_an_urgent_request_is_shown_at_once_with_what_was_told_and_dots_for_the_rest(app, officer):
    tip_id = _urgent(app)
    page = officer.get(officer.get(f"/tips/{tip_id}").links()["Phiếu đề nghị"])
    assert "Chưa nói chuyện với bị hại" in page.text and "Gọi ngân hàng được ngay" in page.text
    for told in ("0123 4567 890", "Vietcombank", "FT24158", "Agribank"):
        assert told in page.text
    assert "45.000.000 đồng (bốn mươi lăm triệu)" in page.text
    assert "Chủ tài khoản …………………" in page.text
    assert entries(app, tip_id)[-1][0] == "tip_read"
    assert "In phiếu" not in page.text and "Tờ này chỉ để đọc qua điện thoại" in page.text
    assert "Người đề nghị (ký" not in page.text


def test_a_request_that_can_wait_asks_for_a_victim_who_was_spoken_to(app, officer):
    tip_id = received(app, body=BODY, identifiers=TRACES).tip_id
    page = officer.get(f"/tips/{tip_id}/bank")
    assert "Chưa đủ để đề nghị" in page.text and "Kính gửi" not in page.text
    again = officer.send_for_page(page.form_of("Ghi nhận"), {}, status=422)
    assert "Đánh dấu ô này" in again.text
    page = officer.send_for_page(again.form_of("Ghi nhận"), {"spoken": "1"})
    assert "Kính gửi: Vietcombank" in page.text and "Người đề nghị (ký" in page.text
    assert "In phiếu" in page.text and "chỉ để đọc qua điện thoại" not in page.text
    assert ("victim_spoken", "spoken") in entries(app, tip_id)
    assert "đã nói chuyện với bị hại" in officer.get(f"/tips/{tip_id}").text
    officer.send(page.form_of("Ghi nhầm"))
    assert tip_of(app, tip_id).victim_spoken_on is None


def test_each_call_is_kept_once_and_told_on_the_tip(app, officer):
    tip_id = _urgent(app)
    form = officer.get(f"/tips/{tip_id}/bank").form_of("Lưu cuộc gọi")
    told = {"bank": "vietcombank", "result": "held", "amount": "20tr", "note": "Anh trực nghe"}
    page = officer.send_for_page(form, told)
    assert "Vietcombank: Giữ được 20.000.000 đồng" in page.text and "Anh trực nghe" in page.text
    officer.send(form, told)
    assert _calls(app) == 1
    assert ("bank_called", "held") in entries(app, tip_id)
    tip = officer.get(f"/tips/{tip_id}").text
    assert "Giữ được 20.000.000 đồng" in tip and "Đã gọi ngân hàng 1 lần" in tip


def test_a_call_sent_again_with_another_amount_keeps_what_was_typed_and_the_first_call(
    app, officer
):
    form = officer.get(f"/tips/{_urgent(app)}/bank").form_of("Lưu cuộc gọi")
    told = {"bank": "vietcombank", "result": "held", "amount": "12tr", "note": "Anh trực nghe"}
    officer.send(form, told)
    again = officer.send_for_page(form, {**told, "amount": "15tr"}, status=422)
    assert "Phiếu này đã lưu một cuộc gọi" in again.text
    assert "Giữ được 12.000.000 đồng" in again.text and _calls(app) == 1
    second = again.form_of("Lưu cuộc gọi")
    assert (second.values["amount"], second.values["note"]) == ("15tr", "Anh trực nghe")
    assert second.values["id"] != form.values["id"]
    page = officer.send_for_page(second)
    assert "Giữ được 15.000.000 đồng" in page.text and _calls(app) == 2


def test_from_above_a_call_is_kept_for_a_tip_that_was_carried_up_and_for_no_other(
    app, people, browser_of
):
    tip_id, huyen = _urgent(app), browser_of("huyen")
    assert huyen.raw(f"/tips/{tip_id}/bank").headers["Location"] == f"/tips/{tip_id}"
    with app.app_context():
        flask_db.session.get_one(Tip, tip_id).escalation = TO_PARENT
        flask_db.session.commit()
    form = huyen.get(f"/tips/{tip_id}/bank").form_of("Lưu cuộc gọi")
    page = huyen.send_for_page(form, {"bank": "vietcombank", "result": "held", "amount": "20tr"})
    assert "Vietcombank: Giữ được 20.000.000 đồng" in page.text
    assert ("bank_called", "held") in entries(app, tip_id)
    assert tip_of(app, tip_id).opened_at is None
    browser_of("xa1").get(f"/tips/{tip_id}")
    late = {"id": str(uuid4()), "bank": "vietcombank", "result": "no_answer"}
    huyen.send(form, late)
    assert _calls(app) == 2
    closed = {**form.values, **late, "id": str(uuid4())}
    assert huyen.raw(f"/tips/{_urgent(app)}/bank/calls", "POST", data=closed).status_code == 400
    assert _calls(app) == 2


def test_a_call_that_says_nothing_clear_loses_nothing_that_was_typed(app, officer):
    form = officer.get(f"/tips/{_urgent(app)}/bank").form_of("Lưu cuộc gọi")
    typed = {"result": "no_answer", "amount": "nhiều lắm", "note": "chuông reo hoài"}
    page = officer.send_for_page(form, typed, status=422)
    assert "Chưa hiểu số tiền này" in page.text and "chuông reo hoài" in page.html
    page = officer.send_for_page(form, {**typed, "amount": "5tr"}, status=422)
    assert "Chỉ ghi số tiền khi ngân hàng giữ được" in page.text and _calls(app) == 0


def test_contacts_of_the_receiving_bank_stand_beside_it_and_undialled_ones_say_so(
    app, people, officer
):
    with app.app_context():
        db = flask_db.session()
        contact_of(db, people.supervisor, branch="Cao Lãnh")
        contact_of(db, people.officer, bank="STB", branch="Sa Đéc")
        db.commit()
    page = officer.get(f"/tips/{_urgent(app)}/bank")
    assert "Vietcombank, Cao Lãnh" in page.text and "chưa gọi thử" in page.text
    assert "Sa Đéc" not in page.text


def test_somebody_held_for_ransom_jumps_the_queue_without_a_word_of_banks(app, officer):
    body = TipBody(story="Con tôi bị bắt cóc, họ đòi tiền chuộc.")
    received(app, urgent=True, danger=True, body=body, identifiers=())
    inbox = officer.get("/tips")
    assert "Có thể có người bị giữ" in inbox.text and "Gấp, chưa ai mở" in inbox.text
    href = next(
        link for link in inbox.links().values() if link.startswith("/tips/0") or "-" in link
    )
    page = officer.get(href)
    assert "Có thể có người đang bị giữ." in page.text and "Gọi ngân hàng" not in page.text

"""A logged call to a bank that was wrong: an officer corrects it, or strikes it out."""

import pytest

from domain.banking.models import BankCall
from domain.tips.models import Tip
from tests.factories_banking import logged_call
from tests.factories_tips import entries, received
from web.extensions import db as flask_db

SAVE, STRIKE = "Lưu bản sửa", "Ghi nhầm, gạch cuộc gọi"


@pytest.fixture
def officer(people, browser_of):
    return browser_of(people.officer.username)


@pytest.fixture
def tip_id(app):
    return received(app, urgent=True).tip_id


@pytest.fixture
def page(app, people, tip_id, officer):
    """The page of a call that held 200 million."""
    with app.app_context():
        db, tip = flask_db.session(), flask_db.session.get_one(Tip, tip_id)
        logged_call(db, app.extensions["ring"], people.officer, tip, amount_text="200tr")
        db.commit()
    links = officer.get(f"/tips/{tip_id}/bank").links().values()
    return officer.get(next(link for link in links if "/bank/calls/" in link))


def _stands(app):
    with app.app_context():
        row = flask_db.session.query(BankCall).one()
        return row.amount_held, row.is_struck


def test_an_amount_is_mended_with_a_reason_and_what_stood_before_stays(app, officer, tip_id, page):
    form = page.form_of(SAVE)
    assert form.values["amount"] == "200.000.000"
    again = officer.send_for_page(form, {"amount": "20tr"}, status=422)
    assert "Ghi lý do" in again.text and again.form_of(SAVE).values["amount"] == "20tr"
    told = {"amount": "20tr", "reason": "Gõ dư một số 0"}
    for _ in range(2):
        bank = officer.send_for_page(form, told)
    assert "Vietcombank: Giữ được 20.000.000 đồng" in bank.text and "Đã sửa" in bank.text
    call = officer.get(page.address)
    assert "“200.000.000 đồng” thành “20.000.000 đồng”" in call.text
    assert call.text.count("Gõ dư một số 0") == 1
    assert "Gõ dư một số 0" in officer.get(f"/tips/{tip_id}").text
    assert entries(app, tip_id).count(("bank_call_corrected", "held")) == 1
    assert _stands(app) == (20_000_000, False)


def test_two_at_once_see_both_versions_and_choose(app, people, browser_of, officer, page):
    chief = browser_of(people.chief.username)
    form = chief.get(page.address).form_of(SAVE)
    officer.send(page.form_of(SAVE), {"amount": "20tr", "reason": "Gõ dư một số 0"})
    told = {"amount": "25tr", "note": "Anh Mẫu nghe", "reason": "Nghe lại băng"}
    both = chief.send_for_page(form, told, status=409)
    assert "Hai bản khác nhau" in both.text
    assert "25.000.000 đồng" in both.text and "20.000.000 đồng" in both.text
    choice = both.form_of("Lưu bản đã chọn")
    chief.send(choice, {"keep-amount": "theirs", "keep-note": "mine"})
    call = officer.get(page.address)
    assert "Giữ được 20.000.000 đồng" in call.text and "Anh Mẫu nghe" in call.text
    late = officer.send_for_page(page.form_of(STRIKE), {"strike_reason": "Ghi hai lần"}, status=409)
    assert "Có người vừa sửa cuộc gọi này" in late.text
    assert late.form_of(STRIKE).values["strike_reason"] == "Ghi hai lần"
    assert _stands(app) == (20_000_000, False)


def test_a_call_logged_by_mistake_is_struck_and_stays_visible(app, officer, tip_id, page):
    again = officer.send_for_page(page.form_of(STRIKE), status=422)
    assert "Ghi lý do" in again.text and _stands(app) == (200_000_000, False)
    bank = officer.send_for_page(again.form_of(STRIKE), {"strike_reason": "Ghi hai lần"})
    assert "Ghi nhầm, đã gạch" in bank.text and "<s>Vietcombank" in bank.html
    assert "Đã gọi ngân hàng 1 lần" not in officer.get(f"/tips/{tip_id}").text
    late = officer.send_for_page(
        page.form_of(SAVE), {"amount": "20tr", "reason": "Gõ dư"}, status=409
    )
    assert "đã gạch vì ghi nhầm" in late.text and "Ghi hai lần" in late.text
    assert _stands(app) == (200_000_000, True)


def test_what_makes_no_sense_stays_in_its_box_with_a_sentence(app, officer, page):
    typed = {"amount": "nhiều lắm", "called_on": "", "version": "x", "reason": "Gõ nhầm"}
    again = officer.send_for_page(page.form_of(SAVE), typed, status=422)
    assert "Chọn ngày đã gọi" in again.text
    assert again.form_of(SAVE).values["amount"] == "nhiều lắm"
    typed["called_on"] = "05/6/2024"
    again = officer.send_for_page(page.form_of(SAVE), typed, status=422)
    assert "Chưa hiểu số tiền này" in again.text
    again = officer.send_for_page(page.form_of(SAVE), {**typed, "amount": "5tr"}, status=409)
    assert "Có người vừa sửa" in again.text and _stands(app) == (200_000_000, False)

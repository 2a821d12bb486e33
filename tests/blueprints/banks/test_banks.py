"""The directory of bank contacts: inherited from above, kept by chiefs, grey until dialled."""

from datetime import date

import pytest

from tests.factories_banking import contact_of
from web.extensions import db as flask_db


@pytest.fixture
def chief(people, browser_of):
    return browser_of(people.chief.username)


def _made(app, by, **told):
    with app.app_context():
        db = flask_db.session()
        made = contact_of(db, by, **told)
        db.commit()
        return made.id


def test_a_commune_calls_its_own_contacts_and_those_of_the_places_above(
    app, people, browser_of, chief
):
    _made(app, people.supervisor, branch="Hội sở tỉnh")
    _made(app, people.neighbour, branch="Nhà bên")
    page = chief.get("/banks")
    assert "Hội sở tỉnh" in page.text and "Danh bạ của" in page.text
    assert "Nhà bên" not in page.text and "Sửa" not in page.links()
    officer = browser_of(people.officer.username)
    page = officer.send_for_page(officer.get("/banks").form_of("Hôm nay đã gọi thử"))
    assert f"{people.officer.name}" in page.text and "chưa gọi thử" not in page.text


def test_a_contact_is_entered_once_with_its_bank_known_by_any_name(chief):
    form = chief.get("/banks/new").form("bank")
    typed = {"bank": "ngân hàng vietcombank", "day_phone": "0900 000 301", "branch": "Cao Lãnh"}
    page = chief.send_for_page(form, typed)
    assert "Vietcombank, Cao Lãnh" in page.text and "chưa gọi thử" in page.text
    assert chief.send_for_page(form, typed).text.count("Vietcombank, Cao Lãnh") == 1
    page = chief.send_for_page(form, {**typed, "day_phone": "gọi chị Ba"}, status=422)
    assert "chỉ gồm chữ số" in page.text and "gọi chị Ba" in page.html
    page = chief.send_for_page(form, {**typed, "branch": "Sa Đéc"}, status=409)
    assert "Phiếu này đã lưu rồi." in page.text
    page = chief.send_for_page(page.form_of("Lưu đầu mối"))
    assert "Vietcombank, Cao Lãnh" in page.text and "Vietcombank, Sa Đéc" in page.text


def test_another_number_must_be_dialled_anew(app, people, chief):
    told = {"checked_on": date(2026, 6, 1), "checked_by": "Đại úy Mẫu"}
    contact_id = _made(app, people.chief, **told)
    form = chief.get(f"/banks/{contact_id}/edit").form("bank")
    page = chief.send_for_page(form, {"night_phone": "0900000302"}, status=422)
    assert "Số đã đổi" in page.text
    done = {"night_phone": "0900000302", "checked_on": "", "checked_by": ""}
    assert "chưa gọi thử" in chief.send_for_page(form, done).text


def test_of_two_corrections_at_once_both_are_shown_and_a_retired_contact_is_gone(
    app, people, chief
):
    contact_id = _made(app, people.chief)
    form = chief.get(f"/banks/{contact_id}/edit").form("bank")
    chief.send(form, {"branch": "Mỹ Thọ"})
    page = chief.send_for_page(form, {"branch": "Mỹ Hiệp"}, status=409)
    assert "Mỹ Thọ" in page.text and "Mỹ Hiệp" in page.text
    page = chief.send_for_page(page.form("keep-branch"), {"keep-branch": "mine"})
    assert "Mỹ Hiệp" in page.text
    chief.send(chief.get(f"/banks/{contact_id}/edit").form_of("Bỏ đầu mối này"))
    assert "Chưa có đầu mối ngân hàng nào" in chief.get("/banks").text

"""A record sent back with a note on one field, mended from the home screen, and talked about."""

import pytest

from tests.blueprints.outreach.conftest import entry
from tests.factories_tips import received
from tests.support.page import text_of


@pytest.fixture
def page(officer, hamlet_id):
    """An activity that the officer logged, as its own page shows it."""
    form = entry(officer, hamlet_id, "?channel=leaflet")
    return officer.send_for_page(form, {"count_leaflets": "200", "venue": "Chợ"})


@pytest.fixture
def supervisor(browser_of, people):
    """Somebody above."""
    return browser_of("huyen")


def _send_back(supervisor, page, text="Chợ nào?", field="venue"):
    form = supervisor.get(page.address).form("act")
    return supervisor.send_for_page(form, {"act": "sent_back", "text": text, "field": field})


def test_a_note_on_one_field_leads_from_home_to_its_very_box(officer, supervisor, page):
    sent = _send_back(supervisor, page)
    assert "Địa điểm: Chợ nào?" in sent.text
    home = officer.get("/home")
    words = "Cần bổ sung: Địa điểm – “Chợ nào?”"
    assert home.links()[words] == f"{page.address}/edit"
    edit = officer.get(home.links()[words])
    box = edit.by_id("venue")
    assert box.get("autofocus") is not None
    assert box.get("aria-describedby") == "venue-asked"
    assert text_of(edit.by_id("venue-asked")) == "Thiếu tá Mẫu: “Chợ nào?”"
    [fold] = [d for d in edit.all("details", class_="more") if box in list(d.iter())]
    assert fold.get("open") is not None
    shown = officer.send_for_page(edit.form("version"), {"venue": "Chợ Phương Trà"})
    assert "chưa bổ sung" not in shown.text
    assert words not in officer.get("/home").text


def test_what_was_mended_is_seen_with_what_became_of_it(officer, supervisor, page):
    _send_back(supervisor, page)
    edit = officer.get(f"{page.address}/edit").form("version")
    officer.send(edit, {"venue": "Chợ Phương Trà"})
    record_id = page.address.rsplit("/", 1)[-1]
    for address in (page.address, f"/feed/outreach/{record_id}"):
        told = text_of(supervisor.get(address).all("ol", class_="reviews")[0])
        assert "Đã bổ sung lúc" in told and "– Thiếu úy Mẫu" in told
        assert "Địa điểm: Chợ Chợ Phương Trà" in told
    feed = supervisor.get("/feed")
    assert "Chưa bổ sung" not in feed.text
    assert "Vừa được bổ sung" in feed.text
    after = supervisor.send_for_page(feed.form("/feed/acknowledge"), {"records": record_id})
    assert "Đã ghi nhận 1 mục." in after.text
    assert "Vừa được bổ sung" not in after.text


def test_saving_without_that_change_mends_nothing_and_says_so(officer, supervisor, page):
    _send_back(supervisor, page)
    for changed in ({}, {"notes": "Trời mưa."}):
        edit = officer.get(f"{page.address}/edit").form("version")
        shown = officer.send_for_page(edit, changed)
        assert "Chỗ được gửi lại chưa sửa" in shown.text
        assert "Thiếu tá Mẫu gửi lại: Địa điểm: Chợ nào?" in shown.text
    assert "Cần bổ sung: Địa điểm" in officer.get("/home").text


def test_a_note_on_all_of_it_stands_on_top_of_the_form(officer, supervisor, page):
    _send_back(supervisor, page, "Ghi lại cho đủ.", field="")
    edit = officer.get(f"{page.address}/edit")
    assert "Thiếu tá Mẫu gửi lại: Ghi lại cho đủ." in edit.text
    back = officer.get(page.address).form(f"/feed/outreach/{page.address[-36:]}/mended")
    assert "Gửi trả, đã bổ sung" not in officer.send_for_page(back).text
    assert "Cần bổ sung" not in officer.get("/home").text


def test_a_field_the_record_does_not_have_is_refused(supervisor, page):
    form = supervisor.get(page.address).form("act")
    sent = {"act": "sent_back", "text": "Chợ nào?", "field": "attendance"}
    answer = supervisor.send_for_page(form, sent, status=422)
    assert "Chọn lại ô cần bổ sung." in answer.text


def test_a_refused_word_is_answered_by_the_page_it_was_written_on(supervisor, page):
    form = supervisor.get(page.address).form("act")
    sent = {"act": "comment", "text": "x" * 2001, "field": "venue"}
    answer = supervisor.send_for_page(form, sent, status=422)
    assert answer.h1 == page.h1
    assert "Dài quá 2000 chữ." in answer.text
    again = answer.form("act")
    assert (len(again.values["text"]), again.values["field"]) == (2001, "venue")
    assert supervisor.send_for_page(again, {"act": "comment", "text": "Gọn."}).h1 == page.h1


def test_a_refused_word_about_a_tip_stays_in_its_own_box(app, browser_of, people):
    tip = received(app)
    browser, own_page = browser_of("huyen"), f"/tips/{tip.tip_id}"
    form = browser.get(own_page).form("act")
    answer = browser.send_for_page(form, {"act": "comment", "text": " "}, status=422)
    assert "Ghi vài chữ rồi gửi." in answer.text
    assert "chuyển 45 triệu" not in answer.text, "its reason is still asked for"


def test_officers_of_the_unit_go_on_with_the_talk(officer, browser_of, supervisor, page):
    assert "Gửi trả lời" not in officer.get(page.address).text, "nobody has said anything"
    form = supervisor.get(page.address).form("act")
    supervisor.send(form, {"act": "comment", "text": "Mấy người dự?"})
    home = officer.get("/home")
    assert home.links()["Lời nhắn mới: Mấy người dự?"] == f"{page.address}#said"
    talk = officer.get(page.address)
    assert "Gửi trả để bổ sung" not in talk.text
    shown = officer.send_for_page(talk.form("act"), {"act": "comment", "text": "Chừng 40 người."})
    assert shown.address == page.address and "Chừng 40 người." in shown.text
    assert "Lời nhắn mới" not in officer.get("/home").text
    assert "Có trả lời mới: Chừng 40 người." in supervisor.get("/feed").text
    chief = browser_of("truong1").get(page.address)
    assert chief.form("act").action.endswith("/answer")


def test_a_word_that_was_read_leaves_the_home_screen(officer, supervisor, page):
    form = supervisor.get(page.address).form("act")
    supervisor.send(form, {"act": "comment", "text": "Làm tốt."})
    home = officer.get("/home")
    read = home.form(f"/feed/outreach/{page.address[-36:]}/read")
    assert "Làm tốt." not in officer.send_for_page(read).text
    assert "Làm tốt." in officer.get(page.address).text


@pytest.mark.parametrize("act", ["acknowledged", "sent_back"])
def test_an_officer_cannot_acknowledge_or_send_back(officer, supervisor, page, act):
    form = supervisor.get(page.address).form("act")
    supervisor.send(form, {"act": "comment", "text": "Mấy người dự?"})
    answering = officer.get(page.address).form("act")
    officer.send(answering, {"act": act, "text": "Tự khen."}, status=403)
    answering.action = answering.action.replace("/answer", "/review")
    officer.send(answering, {"act": act, "text": "Tự khen."}, status=403)


def test_a_withdrawn_record_has_no_box(officer, supervisor, page):
    _send_back(supervisor, page)
    ask = officer.get(f"{page.address}/withdraw").form("reason")
    officer.send(ask, {"reason": "Ghi trùng buổi."})
    for browser in (officer, supervisor):
        shown = browser.get(page.address)
        assert "Chợ nào?" in shown.text
        assert "Gửi nhận xét" not in shown.text and "Gửi trả lời" not in shown.text
    assert "Cần bổ sung" not in officer.get("/home").text

"""A server that cannot save now: the officer's form comes back whole, one tap from sending."""

import io

import pytest

from tests.blueprints.outreach.conftest import entry
from tests.factories import PASSWORD
from tests.support.bad_days import full, held
from tests.support.images import photo
from tests.support.page import Page

NOTES = "Bà con hỏi về <b>ngân hàng</b> & ví điện tử. " * 200


def _sent(officer, hamlet_id, status):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    files = [(io.BytesIO(photo(width=320, height=240)), f"{n}.jpg") for n in (1, 2)]
    told = {"count_leaflets": "200", "notes": NOTES, "photos": files}
    return Page(officer.send(form, told, status=status), form.action)


@pytest.mark.parametrize("bad_day", [held, full])
def test_a_form_that_could_not_be_saved_is_offered_again(app, officer, hamlet_id, bad_day):
    with bad_day(app, "outreach"):
        page = _sent(officer, hamlet_id, 503)
    assert "Máy chủ đang bận" in page.h1
    assert "vẫn còn nguyên" in page.text and "ví điện tử" in page.text
    assert "Chọn lại 2 hình" in page.text
    again = page.form("notes")
    saved = officer.send_for_page(again, {"photos": [(io.BytesIO(photo()), "1.jpg")]})
    assert "200" in saved.text and " ".join(NOTES.split()) in " ".join(saved.text.split())


def test_a_fault_of_the_server_keeps_what_was_typed(app, officer, hamlet_id, monkeypatch):
    def fault(*_, **__):
        raise RuntimeError("a fault that nobody foresaw")

    app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as broken:
        broken.setattr("domain.feed.services.put", fault)
        page = _sent(officer, hamlet_id, 500)
    assert "Có lỗi bên máy chủ" in page.text
    assert officer.send_for_page(page.form("notes")).h1


def test_a_page_that_cannot_be_read_now_promises_nothing_about_a_form(app, officer, hamlet_id):
    form = entry(officer, hamlet_id, "?channel=leaflet")
    with held(app, "outreach, tips, forums"):
        answer = officer.send(form, htmx=True, status=503)
    assert "Gửi lại" not in answer.get_data(as_text=True)


def test_passwords_are_never_offered_again(app, people, browser_of):
    visitor = browser_of()
    form = visitor.get("/login").form("password")
    with held(app, "sign_ins"):
        answer = visitor.send(form, {"username": "xa1", "password": PASSWORD}, status=503)
    assert PASSWORD not in answer.get_data(as_text=True)


def test_a_channel_that_no_database_holds_is_no_crash(officer):
    assert officer.get("/outreach/new?channel=%00").form("held_on")

"""A record opens beside the feed, where supervisors say what they think of it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from domain.outreach.models import Outreach
from tests.factories import BINH_THANH, DISTRICT, place
from tests.factories_feed import put
from tests.factories_posters import issued
from tests.factories_tips import received
from web.extensions import db as flask_db

NOW = datetime.now(UTC)


@pytest.fixture
def record_id(app, people):
    """An outreach activity of officer xa1, in the feed."""
    with app.app_context():
        db = flask_db.session()
        made = put(db, place(db), at=NOW)
        db.add(
            Outreach(
                id=made,
                place_id=place(db).id,
                channel="mobile_speaker",
                held_on=NOW.date(),
                author_id=people.officer.id,
                entered_at=NOW,
                fingerprint="",
            )
        )
        db.commit()
        return made


def test_a_row_leads_to_the_record_and_knows_its_place_beside_the_feed(browser_of, record_id):
    [row] = browser_of("huyen").get("/feed").all("a", class_="feed-row")
    assert row.get("href") == f"/outreach/{record_id}"
    assert row.get("hx-get") == f"/feed/outreach/{record_id}"


def test_it_opens_as_a_part_and_as_a_page(browser_of, record_id):
    browser = browser_of("huyen")
    part = browser.get(f"/feed/outreach/{record_id}", htmx=True)
    page = browser.get(f"/feed/outreach/{record_id}")
    assert page.h1 == "Tuyên truyền ở chợ Phương Trà"
    for shown in (part, page):
        assert shown.links()["Mở đầy đủ"] == f"/outreach/{record_id}"
        assert "62 lượt người dự" in shown.text


def test_a_comment_is_kept_and_shown(browser_of, record_id):
    browser = browser_of("huyen")
    form = browser.get(f"/feed/outreach/{record_id}").form("act")
    page = browser.send_for_page(form, {"act": "comment", "text": "Đông bà con, tốt lắm."})
    assert "Đông bà con, tốt lắm." in page.text
    assert "Thiếu tá Mẫu" in page.text
    form = browser.get(f"/feed/outreach/{record_id}").form("act")
    answer = browser.send(form, {"act": "acknowledged"}, htmx=True, status=200)
    assert "Đã xem, ghi nhận" in answer.get_data(as_text=True)


def test_an_empty_comment_comes_back_with_a_sentence(browser_of, record_id):
    browser = browser_of("huyen")
    form = browser.get(f"/feed/outreach/{record_id}").form("act")
    page = browser.send_for_page(form, {"act": "sent_back", "text": " "}, status=422)
    assert "Ghi vài chữ rồi gửi." in page.text


def test_the_author_sees_what_to_mend_at_home_and_says_when_it_is_done(browser_of, record_id):
    supervisor, officer = browser_of("huyen"), browser_of("xa1")
    form = supervisor.get(f"/feed/outreach/{record_id}").form("act")
    supervisor.send(form, {"act": "sent_back", "text": "Thiếu ảnh buổi đó."})
    home = officer.get("/home")
    assert "Cần bổ sung: Thiếu ảnh buổi đó." in home.text
    mended = f"/feed/outreach/{record_id}/mended"
    assert mended in officer.get(f"/feed/outreach/{record_id}").html
    after = officer.send_for_page(home.form(mended))
    assert "Thiếu ảnh buổi đó." not in after.text
    assert "Đã bổ sung lúc" in supervisor.get(f"/feed/outreach/{record_id}").text


def test_the_records_own_page_takes_what_a_supervisor_says_and_shows_it(browser_of, record_id):
    browser, own_page = browser_of("huyen"), f"/outreach/{record_id}"
    form = browser.get(own_page).form("act")
    answer = browser.send(form, {"act": "sent_back", "text": "Thiếu số người dự."})
    assert answer.headers["Location"] == own_page
    assert "Thiếu số người dự." in browser.get(own_page).text
    assert "Gửi nhận xét" not in browser_of("xa1").get(own_page).text


def test_a_tip_takes_what_a_supervisor_says_before_and_after_it_is_opened(app, browser_of, people):
    tip = received(app)
    browser, own_page = browser_of("huyen"), f"/tips/{tip.tip_id}"
    unopened = browser.get(own_page)
    assert "Ghi lý do rồi mới đọc" in unopened.text and "chuyển 45 triệu" not in unopened.text
    assert "Gửi trả để bổ sung" not in unopened.text, "no officer wrote it"
    answer = browser.send(unopened.form("act"), {"act": "comment", "text": "Gọi lại sớm."})
    assert answer.headers["Location"] == own_page
    again = browser.get(own_page)
    assert "Gọi lại sớm." in again.text and "chuyển 45 triệu" not in again.text
    opened = browser.send_for_page(again.form("reason"), {"reason": "Quá lâu chưa mở."})
    assert "chuyển 45 triệu" in opened.text
    browser.send(opened.form("act"), {"act": "acknowledged"})
    officers = browser_of("xa1").get(own_page)
    assert "Gọi lại sớm." in officers.text and "Đã xem, ghi nhận" in officers.text
    assert "Gửi nhận xét" not in officers.text


def test_a_poster_takes_what_a_supervisor_says_and_can_be_sent_back(app, browser_of, people):
    with app.app_context():
        db = flask_db.session()
        code = issued(db, app.extensions["ring"], by=db.merge(people.chief)).code
        db.commit()
    browser, own_page = browser_of("huyen"), f"/posters/{code}"
    sent = {"act": "sent_back", "text": "Dán chỗ khuất quá."}
    answer = browser.send(browser.get(own_page).form("act"), sent)
    assert answer.headers["Location"] == own_page
    assert "Dán chỗ khuất quá." in browser.get(own_page).text
    chiefs = browser_of("truong1").get(own_page)
    assert "Dán chỗ khuất quá." in chiefs.text and "Gửi nhận xét" not in chiefs.text


def test_what_waits_apart_from_the_feed_has_no_box(app, browser_of, people):
    own = received(app, DISTRICT, quarantine="too_fast")
    page = browser_of("huyen").get(f"/tips/{own.tip_id}")
    assert "Gửi nhận xét" not in page.text


def test_officers_see_what_was_said_but_say_nothing(browser_of, record_id):
    browser = browser_of("xa1")
    page = browser.get(f"/feed/outreach/{record_id}")
    assert "Gửi nhận xét" not in page.text


def test_another_units_record_and_no_record_are_the_same(app, browser_of, people):
    with app.app_context():
        db = flask_db.session()
        theirs = put(db, place(db, BINH_THANH))
        db.commit()
    chief, supervisor = browser_of("truong1"), browser_of("huyen")
    token = chief.get("/home/more").form("csrf_token").values["csrf_token"]
    for record_id in (theirs, uuid4()):
        assert chief.raw(f"/feed/outreach/{record_id}").status_code == 404
        sent = {"csrf_token": token}
        answer = chief.raw(f"/feed/outreach/{record_id}/mended", "POST", data=sent)
        assert answer.status_code == 404
    form = supervisor.get(f"/feed/outreach/{theirs}").form("act")
    form.action = f"/feed/outreach/{uuid4()}/review"
    supervisor.send(form, {"act": "acknowledged"}, status=404)


def test_a_record_is_not_there_under_another_kind(browser_of, record_id):
    browser_of("huyen").get(f"/feed/forum/{record_id}", status=404)
    browser_of("huyen").get(f"/feed/other/{record_id}", status=404)


def test_of_a_tip_no_more_is_told_than_in_its_row(app, browser_of, people):
    tip = received(app, DISTRICT)
    page = browser_of("huyen").get(f"/feed/tip/{tip.tip_id}", htmx=True)
    assert "chuyển 45 triệu" not in page.html
    assert page.links()["Mở đầy đủ"] == f"/tips/{tip.tip_id}"
    assert "Gửi trả để bổ sung" not in page.text
    assert browser_of("xa1").raw(f"/feed/tip/{tip.tip_id}").status_code == 404


def test_what_was_said_of_a_tip_is_for_those_who_read_tips(app, browser_of, people):
    tip = received(app)
    supervisor = browser_of("huyen")
    form = supervisor.get(f"/feed/tip/{tip.tip_id}").form("act")
    supervisor.send(form, {"act": "comment", "text": "Gọi lại sớm."})
    assert "Gọi lại sớm." in browser_of("xa1").get(f"/feed/tip/{tip.tip_id}").text
    with app.app_context():
        db = flask_db.session()
        officer = db.merge(people.officer)
        officer.reads_tips = False
        db.commit()
    assert "Gọi lại sớm." not in browser_of("xa1").get(f"/feed/tip/{tip.tip_id}").text

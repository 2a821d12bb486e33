"""What waits for an officer stands in the app without content and leads to where it is done."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.notices import queries, services
from domain.notices.models import NoticeKind, PushSubscription
from domain.people.models import Officer
from domain.reference import settings as settings_of
from tests.factories_tips import make_tip
from tests.support.page import Browser
from web.extensions import db

PUSH_SERVER = "https://push.example.vn/abc"


@pytest.fixture
def told(app, people):
    """Tells xa1 of a tip of theirs; returns its id."""

    def tell(kind, subject=None):
        with app.app_context():
            if subject is None:
                subject = make_tip(db.session(), app.extensions["ring"]).tip_id
            services.tell(
                db.session(),
                officer_ids=[people.officer.id],
                kind=kind,
                subject=subject,
                now=datetime.now(UTC),
            )
            db.session.commit()
        return subject

    return tell


def _waiting(app, people):
    with app.app_context():
        return queries.count_unseen(db.session(), people.officer)


def _turn_on(app, key):
    with app.app_context():
        settings_of.store(db.session(), key=key, text="1", by=None, now=datetime.now(UTC))
        db.session.commit()


def test_a_notice_stands_on_the_home_screen_and_goes_once_the_tip_was_opened(
    app, people, told, officer
):
    tip_id = told(NoticeKind.ASSIGNED)
    home = officer.get("/home")
    assert home.links()["1 việc được nhắc."] == "/me/notices"
    page = officer.get("/me/notices")
    assert "Có tin giao cho bạn" in page.text
    assert "TB-" not in page.text
    officer.get(f"/tips/{tip_id}")
    assert _waiting(app, people) == 0
    assert "Không có gì chờ bạn xem." in officer.get("/me/notices").text


def test_of_what_somebody_outside_did_the_minute_is_not_told(told, officer):
    told(NoticeKind.WRITTEN)
    text = officer.get("/me/notices").text
    assert "Người báo viết thêm" in text
    assert "sáng " in text or "chiều " in text


def test_what_stood_on_the_page_is_put_away_and_what_came_since_stays(app, people, told, officer):
    told(NoticeKind.DUE)
    form = officer.get("/me/notices").form_of("Đã xem hết")
    told(NoticeKind.TO_CHECK)
    officer.send(form)
    assert _waiting(app, people) == 1
    officer.send(form, notice="không phải số")
    assert _waiting(app, people) == 1


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_has_words_and_leads_somewhere(told, officer, kind):
    told(kind)
    page = officer.get("/me/notices")
    [line] = [href for words, href in page.links().items() if href.startswith("/tips")][1:2]
    assert officer.raw(line).status_code == 200


def test_a_notice_of_a_tip_that_is_gone_can_still_be_put_away(app, people, told, officer):
    tip_id = told(NoticeKind.OVERDUE, subject=uuid4())
    officer.get(f"/tips/{tip_id}", status=404)
    officer.send(officer.get("/me/notices").form_of("Đã xem hết"))
    assert _waiting(app, people) == 0


def test_calls_are_off_until_an_admin_turns_them_on(app, officer):
    page = officer.get("/me/push")
    assert "Quản trị chưa bật." in page.text
    form = officer.get("/me/mail").form("email")
    answer = officer.raw("/me/push", "POST", data={**form.values, "endpoint": PUSH_SERVER})
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalars(select(PushSubscription)).all() == []


def test_a_browser_is_allowed_once_and_stopped(app, people, officer):
    _turn_on(app, "web_push_on")
    for _ in range(2):
        officer.send(officer.get("/me/push").form("endpoint"), endpoint=PUSH_SERVER)
    page = officer.get("/me/push")
    assert "Đang bật trên 1 máy." in page.text
    refused = officer.send_for_page(
        page.form("endpoint"), endpoint="http://10.0.0.5/abc", status=422
    )
    assert "chưa đưa ra được nơi nhận" in refused.text
    officer.send(page.form_of("Tắt trên mọi máy"))
    with app.app_context():
        assert db.session.scalars(select(PushSubscription)).all() == []


def test_a_browser_that_changes_hands_is_called_for_the_new_person_alone(
    app, people, officer, browser_of
):
    _turn_on(app, "web_push_on")
    chief: Browser = browser_of("truong1")
    for browser in (officer, chief):
        browser.send(browser.get("/me/push").form("endpoint"), endpoint=PUSH_SERVER)
    with app.app_context():
        assert db.session.scalars(select(PushSubscription.officer_id)).all() == [people.chief.id]


def test_an_address_for_the_mornings_mail_is_kept_and_taken_back(app, people, officer):
    wrong = officer.send_for_page(
        officer.get("/me/mail").form("email"), email="xa1 tại đơn vị", status=422
    )
    assert "Ghi như ten@donvi.gov.vn." in wrong.text
    for typed, kept in ((" xa1@example.vn ", "xa1@example.vn"), ("", None)):
        officer.send(officer.get("/me/mail").form("email"), email=typed)
        with app.app_context():
            assert db.session.get_one(Officer, people.officer.id).email == kept

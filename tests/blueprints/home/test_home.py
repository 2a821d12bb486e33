"""The home screen says what waits, and the way to every record begins there."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from domain.feed.models import Kind
from domain.forums.models import Forum, Opinion, OpinionKind, Outcome
from domain.tips.models import Tip, TipState
from tests.factories import BINH_THANH, DISTRICT, place
from tests.factories_feed import put
from tests.factories_tips import received
from tests.support.page import text_of
from web.extensions import db as flask_db

NOW = datetime.now(UTC)
NOTHING_DUE = "Hôm nay không còn việc tới hạn."


def _banners(page):
    # The line of the outbox has no words before the phone looked what waits in it.
    return [words for e in page.all("a", class_="banner") if (words := text_of(e))]


def _news_address(page):
    return next(e.get("hx-get") for e in page.root.iter() if e.get("id") == "alerts")


def test_three_big_actions_stand_first(browser_of, people):
    page = browser_of("xa1").get("/home")
    assert page.h1 == "Xã Phương Trà"
    links = {text_of(a): a.get("href") for a in page.all("a", class_="quick")}
    assert links == {
        "Buổi tuyên truyền": "/outreach/new",
        "Diễn đàn": "/forums/new",
        "Ghi tin báo": "/tips/new",
    }
    assert "Hôm nay chưa ghi gì." in page.text


def test_the_plus_leads_to_the_same_three(browser_of, people):
    page = browser_of("truong1").get("/home/log")
    assert len(page.all("a", class_="quick")) == 3


def test_supervisors_and_admins_begin_elsewhere(browser_of, people):
    assert browser_of("huyen").raw("/home").headers["Location"] == "/feed"
    assert browser_of("quantri").raw("/home").headers["Location"].startswith("/admin")


def test_unopened_tips_are_told_the_urgent_ones_first_with_their_hour(app, browser_of, people):
    received(app, at=datetime(2024, 6, 5, 7, 42, tzinfo=UTC), urgent=True)
    received(app)
    received(app, BINH_THANH, urgent=True)
    received(app, DISTRICT, urgent=True)
    assert _banners(browser_of("xa1").get("/home")) == [
        "1 tin gấp chưa ai mở. Tới lúc 14:42, 05/6/2024.",
        "1 tin chưa ai mở. 1 tin đã quá 24 giờ.",
    ]


def test_the_count_comes_by_itself(app, browser_of, people):
    browser = browser_of("xa1")
    home = browser.get("/home")
    asking = home.by_id("alerts")
    assert asking.get("hx-trigger") == "poll"
    assert int(asking.get("data-every")) <= 30
    address = _news_address(home)
    assert browser.raw(address).status_code == 204
    received(app, urgent=True)
    told = browser.get(address, htmx=True)
    assert "1 tin gấp chưa ai mở." in told.text
    assert browser.raw(_news_address(told)).status_code == 204


def test_asking_for_news_leads_nobody_away_when_the_sign_in_has_ended(browser_of, people):
    assert browser_of().raw("/home/live").status_code == 204


def test_the_navigation_counts_unopened_tips(app, browser_of, people):
    received(app)
    received(app)
    badges = [text_of(b) for b in browser_of("xa1").get("/home/more").all("span", class_="badge")]
    assert badges
    assert set(badges) == {"2 mục chờ"}


def test_a_chief_sees_tips_nobody_opened_in_a_day(app, browser_of, people):
    received(app, at=NOW - timedelta(hours=40))
    assert "1 tin đã quá 24 giờ." in browser_of("truong1").get("/home").text


def test_an_urgent_tip_nobody_opened_in_a_day_is_told_as_late_too(app, browser_of, people):
    received(app, at=NOW - timedelta(hours=40), urgent=True)
    [banner] = _banners(browser_of("truong1").get("/home"))
    assert banner.startswith("1 tin gấp chưa ai mở.")
    assert banner.endswith("1 tin đã quá 24 giờ.")


def test_somebody_without_the_right_to_tips_is_told_nothing_of_them(app, browser_of, people):
    received(app, urgent=True)
    with app.app_context():
        db = flask_db.session()
        db.merge(people.officer).reads_tips = False
        db.commit()
    page = browser_of("xa1").get("/home")
    assert _banners(page) == []
    assert "Ghi tin báo" not in page.text


def test_what_is_due_stands_with_its_day(app, browser_of, people):
    tip = received(app, at=NOW - timedelta(days=4))
    with app.app_context():
        db = flask_db.session()
        db.get_one(Tip, tip.tip_id).state = TipState.HELD
        forum = Forum(
            id=uuid4(),
            place_id=place(db).id,
            held_on=date(2024, 6, 1),
            author_id=people.officer.id,
            entered_at=NOW,
            fingerprint="",
        )
        forum.opinions.append(
            Opinion(
                id=uuid4(),
                position=1,
                kind=OpinionKind.REQUEST,
                topic="Karaoke quá giờ",
                gist="Ồn tới khuya",
                outcome=Outcome.PROMISED,
                due_on=date(2024, 6, 12),
            )
        )
        db.add(forum)
        db.commit()
        forum_id = forum.id
    links = browser_of("xa1").get("/home").links()
    opinion = next(words for words in links if words.startswith("Ồn tới khuya"))
    assert "12/6" in opinion
    assert "chưa có người phụ trách" in opinion
    assert links[opinion].startswith(f"/forums/{forum_id}/opinions/")
    reading = next(words for words in links if "đang xem" in words)
    assert "TB-0001" in reading and "đã 4 ngày" in reading
    assert links[reading] == f"/tips/{tip.tip_id}"


def test_a_day_with_nothing_due_says_so(browser_of, people):
    assert NOTHING_DUE in browser_of("xa1").get("/home").text


def test_a_day_with_an_urgent_tip_is_not_said_to_be_done(app, browser_of, people):
    received(app, urgent=True)
    assert NOTHING_DUE not in browser_of("xa1").get("/home").text


@pytest.mark.parametrize(("username", "sees"), [("xa1", 1), ("truong1", 2)])
def test_today_lists_the_own_records_of_an_officer_and_the_units_of_a_chief(
    app, browser_of, people, username, sees
):
    with app.app_context():
        db = flask_db.session()
        put(db, place(db), at=NOW)
        put(db, place(db), Kind.FORUM, at=NOW, author="Đại úy Mẫu")
        put(db, place(db), Kind.TIP, at=NOW)
        put(db, place(db), at=NOW - timedelta(days=1))
        put(db, place(db, BINH_THANH), at=NOW)
        db.commit()
    page = browser_of(username).get("/home")
    assert len(page.all("a", class_="feed-row")) == sees


def test_everybody_finds_every_page_and_the_way_out_under_more(browser_of, people):
    for username in ("xa1", "truong1", "huyen", "quantri"):
        page = browser_of(username).get("/home/more")
        assert "Tài khoản" in page.text
        assert page.form("/logout").method == "post"

"""Around the feed: true figures, what needs attention, and news that comes by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.feed.models import Kind
from domain.outreach.models import Outreach
from domain.places.queries import communes
from domain.reference.models import Setting
from domain.review.models import ReviewKind
from tests.factories import BINH_THANH, DISTRICT, TREE_DAY, place
from tests.factories_feed import put
from tests.factories_forums import put_promise
from tests.factories_reviews import give
from tests.factories_tips import received
from tests.support.page import text_of
from web.extensions import db as flask_db

NOW = datetime.now(UTC)


def _figures(page):
    return [text_of(kpi) for kpi in [*page.all("div", class_="kpi"), *page.all("a", class_="kpi")]]


def test_four_figures_stand_on_top(app, browser_of, happen):
    happen(counts={"people": 62, "students": 10, "leaflets": 900})
    happen(Kind.FORUM, counts={"opinions": 6, "open_opinions": 1})
    received(app)
    figures = _figures(browser_of("huyen").get("/feed"))
    assert figures[0].startswith("1 buổi tuyên truyền") and "72 lượt người" in figures[0]
    assert figures[1] == "1 diễn đàn 6 ý kiến, 1 chờ trả lời"
    assert figures[2] == "1 tin báo 0 qua bảng QR"
    assert figures[3].startswith("0 tin chưa ai mở quá 24 giờ")


def test_tips_nobody_opened_in_a_day_are_told_with_the_communes(app, browser_of, people):
    received(app, at=NOW - timedelta(hours=40))
    received(app, BINH_THANH, at=NOW - timedelta(hours=50))
    received(app, at=NOW - timedelta(minutes=5))
    page = browser_of("huyen").get("/feed")
    assert "2 tin chưa ai mở quá 24 giờ Xã Bình Thạnh, Xã Phương Trà" in page.text
    assert "Cần chú ý" not in browser_of("xa1").get("/feed").text


def test_promises_past_their_day_are_told_with_the_communes_that_owe_them(app, browser_of, people):
    with app.app_context():
        db = flask_db.session()
        for code, days in (("30094", 3), ("30094", 12), (BINH_THANH, 5)):
            put_promise(db, people.officer, place(db, code), due=NOW.date() - timedelta(days=days))
        db.commit()
        commune = place(db).id
    page = browser_of("huyen").get("/feed")
    assert "3 ý kiến quá hẹn trả lời" in page.text
    worst = next(words for words in page.links() if words.startswith("Xã Phương Trà: 2 ý kiến"))
    assert page.links()[worst] == f"/forums/promises?place={commune}"
    assert worst in page.text and "Xã Bình Thạnh: 1 ý kiến quá hẹn" in page.text
    assert page.links()["Việc cần chú ý"] == "#attention"


def test_communes_that_did_nothing_are_named(browser_of, happen):
    happen(ago=timedelta(days=3))
    page = browser_of("huyen").get("/feed")
    assert "17 xã, thị trấn 30 ngày chưa có hoạt động" in page.text
    assert "Xã Gáo Giồng" in page.text


def test_how_long_a_unit_may_be_silent_is_a_setting(app, browser_of, happen):
    happen(ago=timedelta(days=20))
    with app.app_context():
        db = flask_db.session()
        db.merge(Setting(key="silent_unit_days", value=10, changed_at=NOW))
        db.commit()
    assert "18 xã, thị trấn 10 ngày chưa có hoạt động" in browser_of("huyen").get("/feed").text


def _send_back(app, people, record_id):
    with app.app_context():
        db = flask_db.session()
        db.add(
            Outreach(
                id=record_id,
                place_id=place(db).id,
                channel="mobile_speaker",
                held_on=NOW.date(),
                author_id=people.officer.id,
                entered_at=NOW,
                fingerprint="",
            )
        )
        ring, by = app.extensions["ring"], people.supervisor
        give(db, ring, by, record_id, ReviewKind.SENT_BACK, "Thiếu ảnh.", now=NOW)
        db.commit()


def test_what_was_sent_back_and_is_not_mended_is_told(app, browser_of, people, happen):
    record_id = happen()
    _send_back(app, people, record_id)
    page = browser_of("huyen").get("/feed")
    links = page.links()
    told = next(words for words in links if words.startswith("Chưa bổ sung"))
    assert "Tuyên truyền ở chợ Phương Trà" in told
    assert links[told] == f"/feed/outreach/{record_id}"
    assert "mục khác chưa bổ sung" not in page.text


def test_beyond_the_three_that_wait_longest_the_others_are_counted(app, browser_of, people, happen):
    for _ in range(5):
        _send_back(app, people, happen())
    text = browser_of("huyen").get("/feed").text
    assert text.count("Chưa bổ sung:") == 3
    assert "Còn 2 mục khác chưa bổ sung" in text


def test_rising_scams_are_ranked(app, browser_of, people):
    for category, times in (("gambling", 1), ("shopping", 2)):
        for _ in range(times):
            received(app, category=category)
    bars = browser_of("huyen").get("/feed").all("ul", class_="bars")[0]
    assert [text_of(li)[-1] for li in bars] == ["2", "1"]
    assert "Mua bán trên mạng" in text_of(bars[0])


def test_a_supervisor_with_nothing_to_look_after_is_told_so(app, browser_of, people):
    with app.app_context():
        db = flask_db.session()
        for commune in communes(db, place(db, DISTRICT).id, TREE_DAY):
            put(db, commune, at=NOW)
        db.commit()
    page = browser_of("huyen").get("/feed")
    assert "Chưa có gì cần chú ý." in page.text
    assert "Việc cần chú ý" not in page.links()


def _news_address(page):
    return next(e.get("hx-get") for e in page.root.iter() if e.get("id") == "fresh")


def test_new_things_are_offered_and_not_pushed_in(browser_of, happen):
    happen()
    browser = browser_of("huyen")
    address = _news_address(browser.get("/feed"))
    assert browser.raw(address).status_code == 204
    for _ in range(3):
        happen(code=BINH_THANH)
    told = browser.get(address, htmx=True)
    assert "3 mục mới" in told.text
    assert browser.raw(_news_address(told)).status_code == 204
    happen()
    assert "4 mục mới" in browser.get(_news_address(told), htmx=True).text


def test_news_respects_the_kind_and_the_place(app, browser_of, happen):
    browser = browser_of("huyen")
    with app.app_context():
        here = place(flask_db.session()).id
    forums = _news_address(browser.get("/feed?kind=forum"))
    commune = _news_address(browser.get(f"/feed?place={here}"))
    happen(Kind.OUTREACH, code=BINH_THANH)
    assert browser.raw(forums).status_code == 204
    assert browser.raw(commune).status_code == 204
    happen(Kind.FORUM)
    assert "1 mục mới" in browser.get(forums, htmx=True).text
    assert "1 mục mới" in browser.get(commune, htmx=True).text


def test_a_search_asks_for_no_news(browser_of, people):
    page = browser_of("huyen").get("/feed?q=trom", htmx=True)
    assert not [e for e in page.root.iter() if e.get("id") == "fresh"]


def test_asking_for_news_keeps_nobody_signed_in(browser_of, people):
    assert browser_of().raw("/feed/live?total=0&seen=0").status_code == 204


@pytest.mark.parametrize("total", ["", "x", "-1", "9" * 40])
def test_a_made_up_count_is_a_page_that_is_not_there(browser_of, people, total):
    assert browser_of("huyen").raw(f"/feed/live?total={total}").status_code == 404

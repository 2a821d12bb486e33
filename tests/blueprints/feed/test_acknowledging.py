"""Supervisors acknowledge a page of the feed, a day, or what they ticked, with few taps."""

from datetime import timedelta
from uuid import uuid4

from domain.feed.models import Kind
from tests.support.page import text_of


def _boxes(page):
    return [e.get("value") for e in page.all("input", name="records")]


def _buttons(page):
    return {text_of(b): b.get("value") for b in page.all("button", name="records")}


def test_all_of_a_page_is_acknowledged_without_a_tick(browser_of, happen):
    ids = [happen() for _ in range(3)] + [happen(Kind.TIP)]
    browser = browser_of("huyen")
    feed = browser.get("/feed")
    pick = browser.get(feed.links()["Chọn nhiều để ghi nhận"])
    assert pick.h1 == "Ghi nhận nhiều mục"
    assert set(_boxes(pick)) == {one.hex for one in ids}
    whole = _buttons(pick)["Cả trang (4 mục)"]
    after = browser.send_for_page(pick.form("records"), {"records": whole})
    assert "Đã ghi nhận 4 mục." in after.text
    assert after.text.count("Đã ghi nhận") == 5
    again = browser.get("/feed/pick")
    assert _boxes(again) == [] and "Các mục này đã ghi nhận cả." in again.text


def test_the_same_form_sent_twice_says_it_once(browser_of, happen):
    record_id = happen()
    browser = browser_of("huyen")
    form = browser.get("/feed/pick").form("records")
    ticked = {"records": [record_id.hex, uuid4().hex, "vớ vẩn"]}
    assert "Đã ghi nhận 1 mục." in browser.send_for_page(form, ticked).text
    assert "Không có mục mới nào để ghi nhận." in browser.send_for_page(form, ticked).text
    assert browser.get(f"/feed/outreach/{record_id}").text.count("Đã xem, ghi nhận") == 1


def test_one_day_has_a_button_of_its_own(browser_of, happen):
    today = [happen(), happen()]
    happen(ago=timedelta(days=2))
    page = browser_of("huyen").get("/feed/pick")
    [sent] = [v for text, v in _buttons(page).items() if text.startswith("Ghi nhận cả ngày này")]
    assert set(sent.split()) == {one.hex for one in today}


def test_the_filters_stay(browser_of, happen):
    happen()
    forum = happen(Kind.FORUM)
    browser = browser_of("huyen")
    links = browser.get("/feed?kind=forum").links()
    pick = browser.get(links["Chọn nhiều để ghi nhận"])
    assert _boxes(pick) == [forum.hex]
    answer = browser.send(pick.form("records"), {"records": forum.hex})
    assert answer.headers["Location"] == "/feed?kind=forum&done=1"


def test_older_ones_are_a_page_further(browser_of, happen):
    for _ in range(52):
        happen()
    browser = browser_of("huyen")
    first = browser.get("/feed/pick")
    second = browser.get(first.links()["Xem các mục cũ hơn"])
    assert len(_boxes(first)) == 50 and len(_boxes(second)) == 2
    assert not set(_boxes(first)) & set(_boxes(second))


def test_only_supervisors_acknowledge(browser_of, happen):
    record_id = happen()
    officer = browser_of("xa1")
    assert "Chọn nhiều để ghi nhận" not in officer.get("/feed").text
    officer.get("/feed/pick", status=403)
    token = officer.get("/home/more").form("csrf_token").values["csrf_token"]
    sent = {"csrf_token": token, "records": record_id.hex}
    assert officer.raw("/feed/acknowledge", "POST", data=sent).status_code == 403


def test_officers_see_what_was_acknowledged(browser_of, happen):
    happen()
    browser = browser_of("huyen")
    form = browser.get("/feed/pick").form("records")
    browser.send(form, {"records": _boxes(browser.get("/feed/pick"))})
    assert "Đã ghi nhận" in browser_of("xa1").get("/feed").text


def test_nothing_to_acknowledge_says_so(browser_of, people):
    page = browser_of("huyen").get("/feed/pick")
    assert "Không có mục nào như vậy." in page.text
    assert "Chọn nhiều để ghi nhận" not in browser_of("huyen").get("/feed").text

"""Supervisors read everything that happened in their places, newest first."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.feed.models import Kind
from tests.factories import BINH_THANH, DISTRICT, place
from tests.factories_feed import put
from tests.factories_outreach import make_hamlet
from tests.factories_tips import received
from tests.support.page import text_of
from web.extensions import db as flask_db

NOW = datetime.now(UTC)


def _rows(page):
    return [text_of(row) for row in page.all("a", class_="feed-row")]


def test_the_headline_names_the_level_from_the_data(browser_of, people):
    assert browser_of("huyen").get("/feed").h1 == "Hoạt động toàn huyện"
    assert browser_of("xa1").get("/feed").h1 == "Hoạt động toàn xã"


def test_an_empty_feed_says_so(browser_of, people):
    assert "Chưa có hoạt động nào." in browser_of("huyen").get("/feed").text


def test_each_kind_says_what_happened_in_a_line(browser_of, happen):
    happen(ago=timedelta(minutes=4))
    happen(venue="", channel="leaflet", main=["leaflets", 1104, True], ago=timedelta(minutes=3))
    happen(Kind.FORUM, ago=timedelta(minutes=2))
    happen(Kind.POSTER, ago=timedelta(minutes=1))
    rows = _rows(browser_of("huyen").get("/feed"))
    assert "Cấp bảng QR số 0007" in rows[0] and "Nhà văn hóa" in rows[0]
    assert "Diễn đàn ở Xã Phương Trà" in rows[1]
    assert "57 lượt người dự · 6 ý kiến" in rows[1] and "1 chờ trả lời" in rows[1]
    assert "Tuyên truyền: tờ rơi" in rows[2] and "khoảng 1.104 tờ rơi" in rows[2]
    assert "Tuyên truyền ở chợ Phương Trà" in rows[3]
    assert "Loa kéo, xe loa lưu động · Thiếu úy Mẫu · 62 lượt người dự" in rows[3]


def test_a_tips_row_holds_category_unit_loss_half_day_and_state_and_nothing_else(
    app, browser_of, people
):
    received(app, at=datetime(2024, 6, 5, 7, 42, tzinfo=UTC))
    page = browser_of("huyen").get("/feed")
    assert _rows(page) == [
        "Chiều Tin báo: giả công an, ngân hàng, điện lực… gọi điện, nhắn tin "
        "Xã Phương Trà · mất 10–50 triệu Mới, quá 24 giờ"
    ]
    for told in ("14:42", "TB-", "chuyển 45 triệu", "0900"):
        assert told not in page.html


def test_a_tip_sent_to_the_parent_is_not_in_the_communes_feed(app, browser_of, people):
    received(app, DISTRICT)
    page = browser_of("xa1").get("/feed")
    assert _rows(page) == []
    assert "0 tin báo" in page.text
    assert len(_rows(browser_of("huyen").get("/feed"))) == 1


def test_an_officer_reads_the_own_unit_only(browser_of, happen):
    happen(code=BINH_THANH, venue="chợ khác")
    happen()
    assert "chợ khác" not in browser_of("xa1").get("/feed").text
    assert "chợ khác" in browser_of("huyen").get("/feed").text


def test_days_have_headings_and_late_records_say_so(browser_of, happen):
    happen(late_days=9)
    happen(ago=timedelta(days=1))
    page = browser_of("huyen").get("/feed")
    headings = [text_of(h) for h in page.all("h2", class_="day")]
    assert headings[0].startswith("Hôm nay, ")
    assert headings[1].startswith("Hôm qua, ")
    assert "ghi sau 9 ngày" in page.text


def test_more_goes_on_where_the_page_ended_without_the_same_heading_twice(browser_of, happen):
    for minute in range(60):
        happen(ago=timedelta(days=3, seconds=minute), venue=f"điểm {minute}.")
    browser = browser_of("huyen")
    first = browser.get("/feed")
    more = first.links()["Xem thêm"]
    assert len(_rows(first)) == 50
    second = browser.get(more, htmx=True)
    assert len(_rows(second)) == 10
    assert second.all("h2") == []
    assert not {row.split(" Xã")[0] for row in _rows(first)} & {
        row.split(" Xã")[0] for row in _rows(second)
    }
    assert len(_rows(browser.get(more))) == 10


def test_filters_swap_the_feed_alone_and_work_as_a_plain_form_too(browser_of, happen):
    happen(Kind.FORUM)
    happen()
    browser = browser_of("huyen")
    form = browser.get("/feed").form("kind")
    assert form.method == "get"
    plain = browser.send_for_page(form, {"kind": "forum"})
    part = browser.get("/feed?kind=forum", htmx=True)
    for page in (plain, part):
        assert len(_rows(page)) == 1
        assert "Diễn đàn ở" in _rows(page)[0]
    assert part.all("h1") == []


def test_a_commune_and_its_days_can_be_chosen(app, browser_of, happen):
    happen(code=BINH_THANH, venue="chợ Bình Thạnh")
    happen(ago=timedelta(days=40))
    happen()
    with app.app_context():
        here = place(flask_db.session()).id
    browser = browser_of("huyen")
    assert len(_rows(browser.get(f"/feed?place={here}"))) == 2
    assert len(_rows(browser.get(f"/feed?place={here}&period=30"))) == 1
    chips = browser.get(f"/feed?place={here}&kind=tip", htmx=True).links()
    assert {"Xã Phương Trà", "Tin báo"} <= set(chips)


def test_hamlets_are_offered_under_the_commune_that_was_chosen(app, browser_of, happen):
    with app.app_context():
        db = flask_db.session()
        hamlet = make_hamlet(db, 3)
        here = place(db).id
        put(db, hamlet, at=NOW, venue="sân Ấp 3")
        put(db, place(db), at=NOW, venue="chợ xã")
        db.commit()
        hamlet_id = hamlet.id
    browser = browser_of("huyen")
    assert "– Ấp 3" not in browser.get("/feed").text
    assert "– Ấp 3" in browser.get(f"/feed?place={here}").text
    page = browser.get(f"/feed?place={hamlet_id}")
    assert len(_rows(page)) == 1
    assert "sân Ấp 3" in page.text
    assert "Ấp 3" in browser.get(f"/feed?place={hamlet_id}", htmx=True).links()


@pytest.mark.parametrize(
    "query",
    [
        "kind=zz&place=zz&period=9&scam=zz",
        "since=99&until=0000-00-00",
        "since=0001-01-01&until=9999-12-31",
        "since=2030-01-01&until=2020-01-01",
        'q="*:()',
        "q=" + "a" * 5000,
    ],
)
def test_nonsense_in_the_filters_is_no_error(browser_of, happen, query):
    happen()
    browser_of("huyen").get(f"/feed?{query}")


def test_another_units_place_in_the_address_shows_the_own_one(app, browser_of, happen):
    happen(code=BINH_THANH, venue="chợ khác")
    with app.app_context():
        there = place(flask_db.session(), BINH_THANH).id
    assert "chợ khác" not in browser_of("xa1").get(f"/feed?place={there}").text


def test_text_is_found_without_marks_and_says_when_there_is_none(browser_of, happen):
    happen(words="Trộm gà ở Ấp Đông")
    browser = browser_of("huyen")
    assert len(_rows(browser.get("/feed?q=trom+ga+ap+dong"))) == 1
    assert "Không có mục nào như vậy." in browser.get("/feed?q=trom+vit").text


@pytest.mark.parametrize("typed", ["TB-0132", "tb 132", "132"])
def test_a_tips_number_leads_to_the_inbox(browser_of, people, typed):
    links = browser_of("huyen").get("/feed", htmx=True).links()
    assert not any("Tin TB" in words for words in links)
    links = browser_of("huyen").get(f"/feed?q={typed}", htmx=True).links()
    assert links["Tin TB-0132: mở trong hộp tin báo."] == "/tips?number=TB-0132"


def test_pictures_lead_to_their_small_copies(browser_of, happen):
    photo = "0f6cb5a6-1c57-4d4e-9ee7-5a3c1d3b2a10"
    happen(photos=[photo])
    [image] = browser_of("huyen").get("/feed").all("img")
    assert image.get("src") == f"/media/{photo}-thumb.jpg"
    assert image.get("alt")


def test_admins_have_no_feed(browser_of, people):
    assert browser_of("quantri").raw("/feed").status_code == 403


def test_nobody_reads_it_without_signing_in(browser_of, people):
    assert browser_of().raw("/feed").status_code == 303

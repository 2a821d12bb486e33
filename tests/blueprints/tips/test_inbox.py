"""The trays of a unit's tips as officers see them."""

from datetime import UTC, datetime, timedelta

from tests.factories import BINH_THANH, DISTRICT
from tests.factories_tips import CONTACT, STORY, received, villager_writes
from tests.support.page import text_of


def _sections(page):
    return {text_of(next(section.iter("h2"))): text_of(section) for section in page.all("section")}


def test_the_urgent_one_stands_first_in_its_red_box(app, people, browser_of):
    received(app)
    received(app, urgent=True, category="shopping")
    page = browser_of("xa1").get("/tips")
    assert list(_sections(page)) == ["Gấp, chưa ai mở", "Chưa ai mở"]
    assert "TB-0002" in _sections(page)["Gấp, chưa ai mở"]
    assert "Vừa mất tiền" in _sections(page)["Gấp, chưa ai mở"]
    assert len(page.all("ul", class_="alarm")) == 1


def test_a_row_tells_category_loss_and_half_day_and_nothing_that_is_sealed(app, people, browser_of):
    at = datetime(2024, 6, 4, 1, 17, tzinfo=UTC)
    received(app, at=at)
    page = browser_of("xa1").get("/tips")
    assert "TB-0001 · mất 10–50 triệu · sáng 04/6" in page.text
    for sealed in (STORY, CONTACT, "0123 4567 890", "8:17", "08:17", "45.000.000"):
        assert sealed not in page.html


def test_waiting_tells_hours_by_the_clock_so_that_two_of_one_hour_read_alike(
    app, people, browser_of
):
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=5)
    received(app, at=hour + timedelta(minutes=1))
    received(app, at=hour + timedelta(minutes=58))
    page = browser_of("xa1").get("/tips")
    assert page.text.count("Chờ mở 5 giờ") == 2


def test_an_urgent_tip_tells_its_minutes(app, people, browser_of):
    received(app, at=datetime.now(UTC) - timedelta(minutes=8), urgent=True)
    assert "Chờ mở 8 phút" in browser_of("xa1").get("/tips").text


def test_the_trays_count_what_is_open(app, people, browser_of):
    received(app)
    mine = received(app).tip_id
    received(app, quarantine="honeypot")
    xa1 = browser_of("xa1")
    xa1.send(xa1.get(f"/tips/{mine}").form(f"/tips/{mine}/take"))
    page = xa1.get("/tips")
    assert {"Của xã (2)", "Của tôi (1)", "Chờ rà (1)"} <= set(page.links())
    assert "Đang xem: Thiếu úy Mẫu" in _sections(page)["Đang xem xét"]
    only_mine = xa1.get("/tips?tray=mine")
    assert "TB-0002" in only_mine.text
    assert "TB-0001" not in only_mine.text


def test_an_opened_tip_that_nobody_took_says_so(app, people, browser_of):
    tip_id = received(app).tip_id
    xa1 = browser_of("xa1")
    xa1.get(f"/tips/{tip_id}")
    assert "Đã mở, chưa ai nhận" in _sections(xa1.get("/tips"))["Đang xem xét"]


def test_a_new_message_shows_until_somebody_of_the_unit_reads_it(app, people, browser_of):
    tip_id = received(app).tip_id
    villager_writes(app, tip_id, "Khoảng 2 giờ chiều.")
    xa1 = browser_of("xa1")
    assert "Có lời nhắn mới" in xa1.get("/tips").text
    assert "Khoảng 2 giờ chiều." in xa1.get(f"/tips/{tip_id}").text
    assert "Có lời nhắn mới" not in xa1.get("/tips").text


def test_the_supervisor_finds_here_only_what_was_sent_straight_to_the_own_unit(
    app, people, browser_of
):
    received(app, category="shopping")
    received(app, DISTRICT, category="gambling")
    page = browser_of("huyen").get("/tips")
    assert "Cờ bạc" in page.text
    assert "Mua bán" not in page.text
    assert "Của huyện (1)" in page.links()
    assert "Ghi tin nhận trực tiếp" not in page.links()


def test_a_tip_sent_to_the_parent_changes_nothing_that_the_commune_reads(app, people, browser_of):
    before = browser_of("xa1").get("/tips").html
    received(app, DISTRICT)
    assert _without_token(browser_of("xa1").get("/tips").html) == _without_token(before)


def _without_token(html):
    return [line for line in html.splitlines() if "csrf" not in line]


def test_a_number_finds_the_tip_however_it_is_typed(app, people, browser_of):
    received(app)
    received(app, BINH_THANH)
    xa1 = browser_of("xa1")
    for typed in ("TB-0001", "tb 1", "1", "tb0001"):
        page = xa1.get(f"/tips?number={typed}")
        assert page.text.count("TB-0001 ·") == 1, typed
    for typed in ("", "TB-0009", "x'--", "999999999999999"):
        assert "Không có tin nào mang số này" in xa1.get(f"/tips?number={typed}").text
    both = browser_of("huyen").get("/tips?number=1").text
    assert "Công an xã Phương Trà" in both
    assert "Công an xã Bình Thạnh" in both
    assert "Chờ mở" not in both


def test_the_least_time_left_stands_first_and_the_newest_where_that_is_chosen(
    app, people, browser_of
):
    long_ago = datetime.now(UTC) - timedelta(days=3)
    received(app)
    received(app, at=long_ago)
    xa1 = browser_of("xa1")
    page = xa1.get("/tips")
    assert page.text.index("TB-0002") < page.text.index("TB-0001")
    newest = xa1.get(page.links()["Xếp tin mới trước"])
    assert newest.text.index("TB-0001") < newest.text.index("TB-0002")
    assert "order" not in newest.links()["Xếp gần hạn trước"]


def test_more_of_a_section_comes_by_itself_and_as_a_page(app, people, browser_of):
    for _ in range(23):
        received(app)
    xa1 = browser_of("xa1")
    page = xa1.get("/tips")
    more = next(a.get("href") for a in page.all("a") if text_of(a) == "Xem thêm")
    assert "TB-0023" not in page.text
    assert "TB-0023" in xa1.get(more).text
    part = xa1.get(more, htmx=True)
    assert "TB-0023" in part.html
    assert "<html" not in part.html


def test_what_is_no_tray_no_section_and_no_cursor_is_not_found(app, people, browser_of):
    xa1 = browser_of("xa1")
    for query in ("tray=x", "section=x", "section=closed&below=x", "tray=mine&section="):
        status = 200 if query.endswith("section=") else 404
        xa1.get(f"/tips?{query}", status=status)


def test_whoever_reads_no_tips_gets_no_inbox(app, people, browser_of):
    browser_of("quantri").get("/tips", status=403)


def test_chosen_tips_are_let_in_or_closed_in_one_go(app, people, browser_of):
    spam = [received(app, quarantine="too_fast").tip_id for _ in range(2)]
    real = received(app, quarantine="unit_quota", category="gambling").tip_id
    xa1 = browser_of("xa1")
    page = xa1.get("/tips?tray=quarantine")
    assert "Gửi nhanh bất thường" in page.text
    assert "Cờ bạc" not in xa1.get("/tips").text
    form = page.form("tip")
    after = xa1.send_for_page(form, {"tip": [str(i) for i in spam], "act": "spam"})
    assert "Cờ bạc" in after.text
    assert after.text.index("Đã dọn") < after.text.index("Gửi nhanh bất thường")
    xa1.send(after.form("tip"), {"tip": str(real), "act": "release"})
    assert "Cờ bạc" in xa1.get("/tips").text
    closed = xa1.get("/tips?tray=quarantine&section=closed").text
    assert closed.count("Tin rác") == 2


def test_nothing_is_sorted_out_that_does_not_wait_apart_in_the_own_unit(app, people, browser_of):
    theirs = received(app, BINH_THANH, quarantine="too_fast").tip_id
    normal = received(app).tip_id
    received(app, quarantine="too_fast")
    xa1 = browser_of("xa1")
    form = xa1.get("/tips?tray=quarantine").form("tip")
    for tip_id in (theirs, normal):
        xa1.send(form, {"tip": str(tip_id), "act": "spam"}, status=404)
    xa1.send(form, {"act": "burn"}, status=404)
    xa1.send(form, {"tip": None, "act": "spam"})
    assert "Của xã (1)" in xa1.get("/tips").links()


def _news_address(page):
    return page.by_id("fresh").get("hx-get")


def test_new_tips_announce_themselves_and_a_link_loads_them(app, people, browser_of):
    received(app)
    xa1 = browser_of("xa1")
    page = xa1.get("/tips")
    asking = page.by_id("fresh")
    assert asking.get("hx-trigger") == "poll"
    assert int(asking.get("data-every")) <= 30
    assert xa1.raw(_news_address(page)).status_code == 204
    received(app, urgent=True)
    received(app, category="gambling")
    told = xa1.get(_news_address(page), htmx=True)
    assert told.links() == {"2 tin mới": "/tips?tray=unit"}
    assert "Cờ bạc" not in told.text
    assert xa1.raw(_news_address(told)).status_code == 204
    loaded = xa1.get(told.links()["2 tin mới"])
    assert "Cờ bạc" in loaded.text
    assert xa1.raw(_news_address(loaded)).status_code == 204


def test_only_what_comes_into_the_tray_is_announced_there(app, people, browser_of):
    xa1 = browser_of("xa1")
    unit, mine, apart = (
        _news_address(xa1.get(f"/tips?tray={tray}")) for tray in ("unit", "mine", "quarantine")
    )
    received(app, BINH_THANH)
    received(app, DISTRICT)
    received(app, quarantine="too_fast")
    assert xa1.raw(unit).status_code == 204
    assert xa1.get(apart, htmx=True).links() == {"1 tin mới": "/tips?tray=quarantine"}
    received(app)
    assert xa1.get(mine, htmx=True).links() == {"1 tin mới": "/tips?tray=unit"}


def test_asking_for_new_tips_keeps_nobody_signed_in_and_takes_no_nonsense(people, browser_of):
    assert browser_of().raw("/tips/live?tray=unit&total=0").status_code == 204
    for query in ("tray=unit&total=x", "tray=unit", "total=0", "tray=x&total=0"):
        browser_of("xa1").get(f"/tips/live?{query}", status=404)

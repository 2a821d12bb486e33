"""One officer's day from the plan to the answer, and one event of two units counted once."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_outreach import Thumb, sign_in
from tests.support.server import LiveServer
from web.context import today

VENUE = "Nhà thông tin Mẫu"


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def _plan_for_tonight(page: Page, server: LiveServer) -> None:
    page.goto(f"{server.url}/plans/new?kind=forum")
    page.locator("#place .opt").nth(3).tap()
    page.locator("[name=planned_on]").fill(today().isoformat())
    page.get_by_label("Địa điểm").fill(VENUE)
    page.get_by_role("button", name="Lưu lịch").tap()
    expect(page.get_by_text("Đã lưu lịch.")).to_be_visible()


def _hold(page: Page, server: LiveServer, said: list[str]) -> None:
    page.goto(f"{server.url}/home")
    row = page.locator("li.row", has_text=VENUE)
    row.get_by_role("button", name="Bắt đầu ghi").tap()
    expect(page.get_by_text("Đã lưu 0")).to_be_visible()
    for gist in said:
        page.locator("#gist").press_sequentially(gist)
        page.locator("#gist").press("Enter")
    expect(page.locator("#lines [data-line]")).to_have_count(len(said))
    expect(page.locator("#waiting li")).to_have_count(0)


def _promise_for_today(page: Page, number: int) -> None:
    page.get_by_role("link", name=f"Hẹn trả lời, ý kiến {number}").tap()
    page.get_by_label("Hẹn ngày").fill(today().isoformat())
    page.get_by_role("button", name="Lưu").tap()
    page.wait_for_url("**/live")


def _answer_from_home(page: Page, server: LiveServer, gist: str) -> None:
    page.goto(f"{server.url}/home")
    thumb = Thumb(page)
    promise = page.get_by_role("link", name=gist)
    # The first screen shows five; on some days as many of the demo's own are due before it.
    expect(page.get_by_role("link", name="Xem các lời hẹn")).to_be_visible()
    if promise.count():
        expect(promise).to_contain_text("Hạn hôm nay")
    else:
        thumb.tap("link", "Xem các lời hẹn")
    thumb.tap("link", gist)
    page.get_by_label("Trả lời thế nào").fill("Xã đã lắp 3 bóng đèn.")
    thumb.taps += 1
    page.locator(".opt", has_text="Gặp trực tiếp").tap()
    thumb.tap("button", "Lưu câu trả lời")
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    assert thumb.taps <= 4


def test_from_the_plan_to_the_answer_nothing_is_typed_twice(
    phone: Page, live_server: LiveServer
) -> None:
    _plan_for_tonight(phone, live_server)
    _hold(phone, live_server, ["Đường vào tổ 5 tối", "Karaoke quá giờ"])
    _promise_for_today(phone, 1)
    expect(phone.get_by_text("Còn 1 ý kiến chưa ghi cách xử lý.")).to_be_visible()
    phone.get_by_role("button", name="Tại chỗ, ý kiến 2").tap()
    expect(phone.get_by_text("chưa ghi cách xử lý")).to_have_count(0)
    phone.locator("#attendance").fill("48")
    phone.get_by_role("button", name="Xong buổi này").tap()
    expect(phone.get_by_label("Lời gửi vào nhóm Zalo")).to_have_value(
        re.compile("nhà thông tin Mẫu.*48 lượt người dự, ghi nhận 2 ý kiến, .*hẹn trả lời 1")
    )
    forum = phone.url
    _answer_from_home(phone, live_server, "Đường vào tổ 5 tối")

    phone.goto(f"{forum}/edit")
    phone.locator("[name=held_on]").fill((today() - timedelta(days=1)).isoformat())
    phone.get_by_role("button", name="Lưu diễn đàn").tap()
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    phone.goto(f"{live_server.url}/forums/new")
    phone.locator("#place .opt").nth(3).tap()
    expect(phone.get_by_text("1 ý kiến lần trước: 1 đã trả lời")).to_be_visible()


def _of_the_unit(page: Page, server: LiveServer) -> int:
    page.goto(f"{server.url}/home")
    line = page.get_by_role("link", name="Tháng này bạn ghi").inner_text()
    return int(line.rpartition(" ")[2].replace(".", ""))


def _open_what_is_asked(page: Page, server: LiveServer) -> None:
    """Whose record the union wrote too depends on the hour at which the demo was made."""
    rows = page.locator("main .rows a[href*='/outreach/']:not(:has-text('Hội Phụ nữ'))")
    for address in [row.get_attribute("href") for row in rows.all()]:
        page.goto(f"{server.url}{address}")
        if page.get_by_text("Hội Liên hiệp Phụ nữ đã ghi buổi này").count():
            return


def test_what_the_union_wrote_too_counts_once_when_one_tap_says_so(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server, "truong1")
    before = _of_the_unit(phone_page, live_server)
    phone_page.goto(f"{live_server.url}/outreach")
    shared = phone_page.get_by_text("Ghi chung với")
    already = shared.count()
    _open_what_is_asked(phone_page, live_server)
    expect(phone_page.get_by_text("Hội Liên hiệp Phụ nữ đã ghi buổi này")).to_be_visible()
    asked = phone_page.url
    phone_page.get_by_role("button", name="Ghi chung", exact=True).tap()
    expect(phone_page.get_by_text("Số liệu chỉ tính buổi này một lần.")).to_be_visible()
    assert _of_the_unit(phone_page, live_server) == before - 1
    phone_page.goto(f"{live_server.url}/outreach")
    expect(shared).to_have_count(already + 2)

    phone_page.goto(asked)
    phone_page.get_by_role("button", name="Tách ra, đây là buổi khác").tap()
    expect(phone_page.get_by_text("có ghi một buổi khác cùng nơi, cùng giờ")).to_be_visible()
    assert _of_the_unit(phone_page, live_server) == before

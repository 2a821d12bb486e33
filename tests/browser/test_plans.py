"""What was planned is on the home screen on its day, and one tap makes the record."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_outreach import Thumb, sign_in
from tests.support.server import LiveServer
from web.context import today

WHOLE_COMMUNE, LAST_HAMLET = -1, -2


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def _plan(page: Page, server: LiveServer, venue: str, *, where: int, days: int = 0) -> str:
    """Plan a forum; how many taps that takes is counted: typing is free.

    `where` numbers the places that are offered: others log forums of today on the same server, and
    a plan of the same place would ask whether it is theirs.
    """
    thumb = Thumb(page)
    page.goto(f"{server.url}/forums")
    thumb.tap("link", "Lên lịch")
    thumb.taps += 1
    page.locator("#place .opt").nth(where).tap()
    page.get_by_label("Ngày", exact=True).fill((today() + timedelta(days=days)).isoformat())
    page.get_by_label("Giờ bắt đầu").fill("19:00")
    page.get_by_label("Địa điểm").fill(venue)
    thumb.tap("button", "Lưu lịch")
    expect(page.get_by_text("Đã lưu lịch.")).to_be_visible()
    assert thumb.taps <= 3
    return page.url


def test_a_plan_is_at_home_on_its_day_and_one_tap_begins_the_record(
    phone: Page, live_server: LiveServer
) -> None:
    plan = _plan(phone, live_server, "Sân đình Mẫu", where=WHOLE_COMMUNE)
    phone.goto(f"{live_server.url}/home")
    row = phone.locator("li.row", has_text="Sân đình Mẫu")
    expect(row).to_contain_text("Hôm nay 19:00")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    thumb = Thumb(phone)
    thumb.taps += 1
    row.get_by_role("button", name="Bắt đầu ghi").tap()
    phone.wait_for_url("**/forums/**")
    assert thumb.taps == 1
    phone.goto(plan)
    phone.get_by_role("link", name="Đã tổ chức.").tap()
    expect(phone.get_by_text("Sân đình Mẫu").first).to_be_visible()


def test_a_plan_is_cancelled_with_its_reason_and_held_after_all(
    phone: Page, live_server: LiveServer
) -> None:
    plan = _plan(phone, live_server, "Nhà văn hóa Mẫu", where=LAST_HAMLET, days=3)
    phone.locator("summary", has_text="Không tổ chức").tap()
    phone.get_by_label("Lý do không tổ chức").fill("Trời mưa lớn")
    phone.get_by_role("button", name="Báo không tổ chức").tap()
    expect(phone.get_by_text("Lý do: Trời mưa lớn")).to_be_visible()
    held = re.compile("Buổi này vẫn tổ chức|Buổi khác, ghi buổi mới")
    phone.get_by_role("button", name=held).tap()
    phone.wait_for_url("**/forums/**")
    phone.goto(plan)
    expect(phone.get_by_text("Đã tổ chức.")).to_be_visible()

"""Sent back with a note on one field and mended in two taps; many acknowledged in three."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.test_outreach import Thumb, sign_in
from tests.support.chromium import close_in_time
from tests.support.server import LiveServer


@pytest.fixture
def officer(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


@pytest.fixture
def supervisor(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The supervisor's phone, signed in."""
    context = browser.new_context(**PHONE)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{live_server.url}/login")
    form = page.locator("form.card")
    told = next(s for s in live_server.demo["sign_ins"] if s["username"] == "huyen")
    form.get_by_label("Tên đăng nhập").fill("huyen")
    form.get_by_label("Mật khẩu").fill(told["password"])
    form.locator("[name=device_kind][value=own_phone]").check(force=True)
    form.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{live_server.url}/feed")
    yield page
    close_in_time(context.close)


def _log_one(page: Page, server: LiveServer) -> str:
    page.goto(f"{server.url}/outreach/new?channel=leaflet&like=none")
    page.locator("#place .opt").first.tap()
    page.get_by_label("Tờ rơi", exact=True).last.fill("120")
    page.get_by_role("button", name="Lưu buổi này").tap()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    return page.url


def test_a_note_on_one_field_is_mended_in_two_taps_from_home(
    officer: Page, supervisor: Page, live_server: LiveServer
) -> None:
    record = _log_one(officer, live_server)
    supervisor.goto(record)
    supervisor.get_by_label("Về chỗ nào").select_option(label="Địa điểm")
    supervisor.get_by_label("Nhận xét, hoặc điều cần bổ sung").fill("Phát ở chợ nào?")
    supervisor.get_by_role("button", name="Gửi trả để bổ sung").tap()
    expect(supervisor.get_by_text("Cần bổ sung", exact=True)).to_be_visible()

    officer.goto(f"{live_server.url}/home")
    thumb = Thumb(officer)
    thumb.tap("link", "Cần bổ sung: Địa điểm – “Phát ở chợ nào?”")
    expect(officer.get_by_text("Thiếu tá Mẫu: “Phát ở chợ nào?”")).to_be_in_viewport()
    expect(officer.get_by_label("Địa điểm")).to_be_focused()
    officer.keyboard.type("Chợ Phương Trà")
    thumb.tap("button", "Lưu buổi này")
    expect(officer.get_by_text("Đã lưu.")).to_be_visible()
    assert thumb.taps == 2

    supervisor.goto(f"{live_server.url}/feed")
    mended = supervisor.locator("li", has_text="Phát ở chợ nào?")
    expect(mended).to_contain_text("Vừa được bổ sung")
    mended.get_by_role("button", name="Ghi nhận").tap()
    expect(supervisor.get_by_text("Đã ghi nhận 1 mục.")).to_be_visible()
    expect(supervisor.get_by_text("Phát ở chợ nào?")).to_have_count(0)


def test_all_of_a_page_is_acknowledged_in_three_taps(
    supervisor: Page, live_server: LiveServer
) -> None:
    supervisor.goto(f"{live_server.url}/feed?kind=forum")
    thumb = Thumb(supervisor)
    thumb.tap("link", "Chọn nhiều để ghi nhận")
    boxes = supervisor.locator("input[name=records]")
    expect(boxes.first).to_be_visible()
    count = boxes.count()
    supervisor.get_by_text("Chọn tất cả").tap()
    thumb.taps += 1
    expect(supervisor.locator("input[name=records]:checked")).to_have_count(count)
    thumb.tap("button", "Ghi nhận mục đã chọn")
    expect(supervisor.get_by_text(f"Đã ghi nhận {count} mục.")).to_be_visible()
    assert thumb.taps <= 3
    assert supervisor.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_own_figures_fit_the_phone(officer: Page, live_server: LiveServer) -> None:
    thumb = Thumb(officer)
    officer.goto(f"{live_server.url}/home")
    officer.get_by_role("link", name="Tháng này bạn ghi").tap()
    expect(officer.get_by_role("heading", name="Số liệu của tôi")).to_be_visible()
    thumb.tap("link", "Cả năm")
    chosen = officer.get_by_role("link", name="Cả năm")
    expect(chosen).to_have_attribute("aria-current", "page")
    expect(officer.get_by_role("columnheader", name="Của tôi").first).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth <= innerWidth")

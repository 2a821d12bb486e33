"""An officer with one thumb: the last activity again in six taps, and words that survive."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.images import photo
from tests.support.server import LiveServer

PHOTO = {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": photo(width=640, height=480)}


def _password(server: LiveServer, username: str) -> str:
    return next(s["password"] for s in server.demo["sign_ins"] if s["username"] == username)


def sign_in(page: Page, server: LiveServer, username: str = "xa1") -> None:
    """Sign in on an own phone."""
    page.goto(f"{server.url}/login")
    form = page.locator("form.card")
    form.get_by_label("Tên đăng nhập").fill(username)
    form.get_by_label("Mật khẩu").fill(_password(server, username))
    form.locator("[name=device_kind][value=own_phone]").check(force=True)
    form.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(f"{server.url}/home")


class Thumb:
    """Counts taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, role: str, name: str) -> None:
        """One tap on what bears this name."""
        self.taps += 1
        self.page.get_by_role(role, name=name).first.tap()


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def _log_one(page: Page, server: LiveServer, venue: str) -> None:
    page.goto(f"{server.url}/outreach/new?channel=leaflet&like=none")
    page.locator("#place .opt").first.tap()
    page.get_by_label("Tờ rơi", exact=True).last.fill("120")
    page.get_by_text("Ghi thêm").tap()
    page.get_by_label("Địa điểm").fill(venue)
    page.get_by_role("button", name="Lưu buổi này").tap()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()


def test_the_last_activity_again_with_one_photo_takes_six_taps_at_most(
    phone: Page, live_server: LiveServer
) -> None:
    _log_one(phone, live_server, "Chợ sáng")
    phone.goto(f"{live_server.url}/home")
    thumb = Thumb(phone)
    thumb.tap("link", "Buổi tuyên truyền")
    expect(phone.get_by_text("Điền sẵn theo buổi")).to_be_visible()
    with phone.expect_file_chooser() as opened:
        thumb.taps += 1
        phone.get_by_text("Chụp ảnh").tap()
    thumb.taps += 2  # The camera's own shutter, and its tick.
    opened.value.set_files([PHOTO])
    expect(phone.locator(".photo-strip li img[src^=blob]")).to_have_count(1)
    thumb.tap("button", "Lưu buổi này")
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    expect(phone.get_by_text("Chợ sáng").first).to_be_visible()
    expect(phone.locator(".photo-strip img")).to_have_count(1)
    assert thumb.taps <= 6


def test_everything_that_must_be_given_stands_on_the_first_screens(
    phone: Page, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/outreach/new?channel=leaflet&like=none")
    assert phone.get_by_label("Địa điểm").is_visible() is False
    for box in ("#channel", "#place", "#held_on", "[name=count_leaflets]"):
        assert phone.locator(box).is_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_another_channel_swaps_the_counts_and_keeps_the_rest(
    phone: Page, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/outreach/new?channel=leaflet&like=none")
    phone.get_by_text("Ghi thêm").tap()
    phone.get_by_label("Địa điểm").fill("Bến đò")
    phone.locator(".all-channels summary").tap()
    phone.locator(".all-channels .opt", has_text="Ký cam kết").tap()
    expect(phone.locator("[name=count_households]")).to_be_visible()
    expect(phone.locator("[name=count_businesses]")).to_be_visible()
    expect(phone.locator("[name=count_leaflets]")).to_have_count(0)
    expect(phone.locator(".all-channels summary")).to_have_text("Ký cam kết")
    expect(phone.locator(".all-channels .opt", has_text="Ký cam kết")).to_be_hidden()
    assert phone.get_by_label("Địa điểm").input_value() == "Bến đò"


def test_a_draft_comes_back_and_ends_with_the_save(phone: Page, live_server: LiveServer) -> None:
    address = f"{live_server.url}/outreach/new?channel=leaflet&like=none"
    phone.goto(address)
    phone.locator("#place .opt").first.tap()
    phone.get_by_text("Ghi thêm").tap()
    phone.get_by_label("Ghi chú").fill("Viết dở dang, chưa kịp lưu.")
    expect(phone.get_by_text("Đã tự lưu nháp lúc")).to_be_visible()
    kept = phone.evaluate("JSON.stringify(localStorage)")
    assert "draft:" in kept
    assert "dở dang" not in kept
    phone.goto(f"{live_server.url}/home")
    phone.goto(address)
    expect(phone.get_by_text("Lấy lại bản nháp lúc")).to_be_visible()
    assert phone.get_by_label("Ghi chú").input_value() == "Viết dở dang, chưa kịp lưu."
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    # The page's own script drops what was saved; its policy forbids the driver to wait in the page.
    for _ in range(50):
        if "draft:" not in (kept := phone.evaluate("JSON.stringify(localStorage)")):
            break
        phone.wait_for_timeout(100)
    assert "draft:" not in kept


def test_a_draft_brings_back_the_counts_of_another_channel(
    phone: Page, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/outreach/new?channel=leaflet&like=none")
    phone.locator(".all-channels summary").tap()
    phone.locator(".all-channels .opt", has_text="Ký cam kết").tap()
    phone.locator("[name=count_households]").fill("45")
    expect(phone.get_by_text("Đã tự lưu nháp lúc")).to_be_visible()
    phone.goto(f"{live_server.url}/outreach/new?channel=leaflet&like=none")
    expect(phone.locator("[name=count_households]")).to_have_value("45")


def test_a_draft_outlives_a_page_that_was_left_and_can_be_dropped(
    phone: Page, live_server: LiveServer
) -> None:
    address = f"{live_server.url}/outreach/new?channel=leaflet&like=none"
    phone.goto(address)
    phone.locator("#place .opt").first.tap()
    phone.get_by_text("Ghi thêm").tap()
    phone.get_by_label("Ghi chú").fill("Chưa kịp lưu.")
    expect(phone.get_by_text("Đã tự lưu nháp lúc")).to_be_visible()
    phone.goto(f"{live_server.url}/home")
    phone.goto(address)
    expect(phone.get_by_text("Lấy lại bản nháp lúc")).to_be_visible()
    assert phone.get_by_label("Ghi chú").input_value() == "Chưa kịp lưu."
    phone.get_by_role("button", name="Bỏ nháp").tap()
    expect(phone.get_by_text("Lấy lại bản nháp lúc")).to_be_hidden()
    phone.goto(address)
    phone.wait_for_timeout(300)
    assert phone.get_by_label("Ghi chú").input_value() == ""

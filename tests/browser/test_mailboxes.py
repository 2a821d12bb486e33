"""A box by the roadside: opened in four taps, and each letter in it becomes a tip."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_outreach import PHOTO, Thumb, sign_in
from tests.support.server import LiveServer


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def test_an_overdue_box_is_opened_from_the_home_screen_in_four_taps(
    phone: Page, live_server: LiveServer
) -> None:
    thumb = Thumb(phone)
    thumb.tap("link", "Mở hộp thư ở Cổng nhà văn hóa ấp")
    expect(phone.locator("[name=openers]:checked")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    thumb.taps += 1
    phone.locator("#letters .opt", has_text=re.compile("^0$")).tap()
    with phone.expect_file_chooser() as opened:
        thumb.taps += 1
        phone.get_by_text("Chụp ảnh").tap()
    opened.value.set_files([PHOTO])
    expect(phone.locator(".photo-strip li img[src^=blob]")).to_have_count(1)
    thumb.tap("button", "Lưu buổi mở này")
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    expect(phone.get_by_text("Không có lá thư nào.")).to_be_visible()
    expect(phone.locator(".photo-strip img")).to_have_count(1)
    assert thumb.taps <= 4
    phone.goto(f"{live_server.url}/home")
    expect(phone.locator("a[href$='/open']")).to_have_count(0)


def test_a_letter_that_waits_becomes_a_tip_from_the_home_screen(
    phone: Page, live_server: LiveServer
) -> None:
    phone.get_by_role("link", name="1 lá thư chưa ghi thành tin").tap()
    phone.get_by_role("link", name="Ghi lá 2").tap()
    expect(phone.get_by_text("Lá 2 trong 2 lá, hộp thư ở Trước trạm y tế.")).to_be_visible()
    phone.get_by_label("Lời kể").fill("Trong thư: có nhóm đá gà sau chợ chiều chủ nhật.")
    phone.get_by_role("button", name="Lưu tin").tap()
    expect(phone.get_by_text("2 lá thư, đã ghi đủ thành tin.")).to_be_visible()
    phone.wait_for_function("!JSON.stringify(localStorage).includes('draft:')")
    phone.goto(f"{live_server.url}/home")
    expect(phone.get_by_text("chưa ghi thành tin")).to_have_count(0)

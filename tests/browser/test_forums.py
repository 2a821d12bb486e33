"""A forum written down on a phone while people speak."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_outreach import PHOTO, sign_in
from tests.support.server import LiveServer


@pytest.fixture
def form(phone_page: Page, live_server: LiveServer) -> Page:
    """The form of a new forum on the officer's own phone; a draft of an earlier test is gone."""
    sign_in(phone_page, live_server)
    phone_page.goto(f"{live_server.url}/forums/new")
    phone_page.wait_for_load_state("networkidle")
    return phone_page


def _say(page: Page, number: int, gist: str) -> None:
    """Type one opinion; Enter brings the next line and puts the cursor there."""
    line = page.get_by_label(f"Ý kiến {number}, một dòng")
    expect(line).to_be_visible()
    if number > 1:
        expect(line).to_be_focused()
    line.fill(gist)


def test_a_forum_with_three_opinions_and_a_photo_is_logged_on_the_phone(form: Page) -> None:
    form.locator("#place .opt").first.tap()
    for _ in range(2):
        form.get_by_label("Thêm, Người dự").tap()
    form.locator("input[data-source=camera]").set_input_files([PHOTO])
    expect(form.locator(".photo-strip li img[src^=blob]")).to_have_count(1)
    _say(form, 1, "Đường vào tổ 5 tối")
    form.get_by_label("Ý kiến 1, một dòng").press("Enter")
    _say(form, 2, "Số lạ gọi kêu nâng cấp SIM")
    form.get_by_role("button", name="Thêm ý kiến").tap()
    _say(form, 3, "Karaoke hát quá 22 giờ")
    expect(form.locator("[data-count]")).to_have_text("(3)")
    third = form.locator(".opinion").nth(2)
    expect(third.get_by_label("Hẹn ngày")).to_be_hidden()
    third.locator("summary").tap()
    third.locator(".opt", has_text="Hẹn trả lời").tap()
    expect(third.locator("summary")).to_contain_text("Hẹn trả lời")
    third.get_by_label("Hẹn ngày").fill("2031-06-12")
    assert form.evaluate("document.documentElement.scrollWidth <= innerWidth")
    form.get_by_role("button", name="Kết thúc và lưu").tap()
    expect(form.get_by_text("Đã lưu.")).to_be_visible()
    expect(form.get_by_role("heading", name=re.compile(r"Ý kiến \(3\)"))).to_be_visible()
    expect(form.get_by_text("Hẹn 12/6")).to_be_visible()
    expect(form.locator(".photo-strip img")).to_have_count(1)
    expect(form.get_by_text("2 người")).to_be_visible()


def test_one_tap_opens_every_fold_and_new_lines_come_open(form: Page) -> None:
    expect(form.get_by_label("Chủ đề")).to_be_hidden()
    form.locator(".opt", has_text="Ghi đủ").tap()
    expect(form.get_by_label("Chủ đề")).to_be_visible()
    form.get_by_role("button", name="Thêm ý kiến").tap()
    expect(form.get_by_label("Chủ đề")).to_have_count(2)
    expect(form.get_by_label("Chủ đề").last).to_be_visible()
    form.locator(".opt", has_text="Ghi nhanh").tap()
    expect(form.get_by_label("Chủ đề").last).to_be_hidden()


def test_a_draft_brings_back_every_line(form: Page, live_server: LiveServer) -> None:
    _say(form, 1, "Đường vào tổ 5 tối")
    form.get_by_label("Ý kiến 1, một dòng").press("Enter")
    _say(form, 2, "Số lạ gọi hoài")
    form.get_by_role("button", name="Thêm ý kiến").tap()
    _say(form, 3, "Hẻm ngập")
    form.goto(f"{live_server.url}/home")
    form.goto(f"{live_server.url}/forums/new")
    expect(form.get_by_text("Lấy lại bản nháp lúc")).to_be_visible()
    expect(form.get_by_label("Ý kiến 3, một dòng")).to_have_value("Hẻm ngập")
    expect(form.get_by_label("Ý kiến 1, một dòng")).to_have_value("Đường vào tổ 5 tối")
    expect(form.locator("[data-count]")).to_have_text("(3)")
    expect(form.locator(".opinion")).to_have_count(3)

"""A promise on the phone: answered, moved and handed over from the home screen."""

from playwright.sync_api import Page, expect

from tests.browser.test_outreach import Thumb, sign_in
from tests.support.server import LiveServer


def test_a_promise_is_answered_from_the_home_screen_in_four_taps_at_most(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    thumb = Thumb(phone_page)
    due = phone_page.locator("a.row", has_text="Hạn hôm nay")
    expect(phone_page.get_by_role("link", name="Xem các lời hẹn")).to_be_visible()
    if not due.count():
        # The first screen shows five; on some days as many are late already.
        thumb.tap("link", "Xem các lời hẹn")
    thumb.taps += 1
    due.first.tap()
    box = phone_page.get_by_label("Trả lời thế nào")
    expect(box).to_be_focused()
    box.fill("Đã nhắc chủ quán, bà con yên tâm.")
    assert phone_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    thumb.taps += 1
    phone_page.locator(".opt", has_text="Gặp trực tiếp").tap()
    thumb.tap("button", "Lưu câu trả lời")
    expect(phone_page.get_by_text("Đã lưu.")).to_be_visible()
    expect(phone_page.get_by_text("Trả lời: Đã nhắc chủ quán, bà con yên tâm.")).to_be_visible()
    said = phone_page.locator("li.row", has_text="Đã nhắc chủ quán")
    expect(said).to_contain_text("gặp trực tiếp")
    assert thumb.taps <= 4
    phone_page.goto(f"{live_server.url}/home")
    expect(due).to_have_count(0)


def test_a_day_is_promised_by_a_tap_and_answers_nothing(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    phone_page.locator("a.row", has_text="Quá hạn").first.tap()
    phone_page.get_by_text("Giao lại, hẹn ngày khác").tap()
    day = phone_page.get_by_label("Hẹn ngày", exact=True)
    before = day.input_value()
    phone_page.get_by_role("button", name="15 ngày").tap()
    assert day.input_value() > before
    phone_page.get_by_role("button", name="Lưu lời hẹn").tap()
    expect(phone_page.get_by_text("Đã lưu.")).to_be_visible()
    expect(phone_page.get_by_role("link", name="Ghi trả lời ý kiến").first).to_be_visible()
    phone_page.goto(f"{live_server.url}/forums/promises")
    expect(phone_page.get_by_role("heading", name="Còn xa")).to_be_visible()


def test_the_chief_hands_over_what_somebody_who_left_had_promised_in_three_taps(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server, "truong1")
    thumb = Thumb(phone_page)
    left = phone_page.locator("a.row", has_text="đã chuyển đi, giao lại")
    expect(left).to_have_count(1)
    thumb.taps += 1
    left.tap()
    thumb.taps += 1
    phone_page.locator("#owner .opt", has_text="Thiếu úy Mẫu").tap()
    thumb.tap("button", "Lưu lời hẹn")
    expect(phone_page.get_by_text("Đã lưu.")).to_be_visible()
    assert thumb.taps <= 3
    phone_page.goto(f"{live_server.url}/home")
    expect(left).to_have_count(0)

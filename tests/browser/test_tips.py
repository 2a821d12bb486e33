"""Tips with a real browser: typed in at the desk, read, answered with two taps, sorted out."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE
from tests.support.chromium import close_in_time
from tests.support.server import LiveServer

STORY = "Bác Sáu gọi báo có người xưng công an bắt chuyển tiền."


def sign_in(page: Page, server: LiveServer, username: str = "xa1") -> None:
    """Sign in by the demo's button."""
    page.goto(f"{server.url}/login")
    page.get_by_role("button", name=f"Vào {username}").click()
    page.wait_for_url("**/home")


def type_in(page: Page, server: LiveServer, *, slip: str = "Phiếu nhận mã, tự xem trả lời") -> str:
    """Type a tip in; the address of its reading page."""
    page.goto(f"{server.url}/tips/new")
    page.get_by_role("radio", name="Gọi điện tới").check(force=True)
    page.get_by_role("radio", name="Giả công an, ngân hàng").check(force=True)
    page.get_by_label("Lời kể").fill(STORY)
    page.get_by_text("Số, tài khoản, đường link liên quan").click()
    page.get_by_label("Số tài khoản nhận tiền").fill("0123456789")
    page.get_by_role("radio", name=slip).check(force=True)
    page.get_by_role("button", name="Lưu tin").click()
    page.wait_for_url("**/slip*")
    return page.url.split("/slip")[0]


def send_as_villager(browser: Browser, server: LiveServer, story: str) -> None:
    """A tip through the public form, sent as fast as a machine: it waits apart."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"{server.demo['poster']}/tip")
    page.locator("#story").fill(story)
    page.locator("form:has(#story) button").last.click()
    page.wait_for_url("**/receipt/**")
    close_in_time(context.close)


def test_a_call_is_typed_in_and_answered_with_a_ready_sentence(
    phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    address = type_in(phone_page, live_server)
    expect(phone_page.locator("#claim-number")).to_have_text(re.compile(r"^\d{4}( \d{4}){3}$"))
    expect(phone_page.get_by_role("button", name="In phiếu")).to_be_visible()
    phone_page.goto(address)
    expect(phone_page.get_by_text(STORY)).to_be_visible()
    phone_page.get_by_text("Câu mẫu").tap()
    phone_page.get_by_role("button", name="Công an đã nhận tin. Cảm ơn đã báo sớm.").tap()
    box = phone_page.get_by_label("Nhắn người báo")
    expect(box).to_have_value("Công an đã nhận tin. Cảm ơn đã báo sớm.")
    phone_page.get_by_role("button", name="Gửi", exact=True).tap()
    expect(phone_page.locator(".message")).to_have_count(1)
    expect(phone_page.get_by_text("Đang xem:")).to_be_visible()


def test_the_slip_alone_goes_on_paper(desk_page: Page, live_server: LiveServer) -> None:
    sign_in(desk_page, live_server)
    type_in(desk_page, live_server, slip="Phiếu số tin, hỏi lại trực ban")
    desk_page.emulate_media(media="print")
    expect(desk_page.locator(".slip")).to_be_visible()
    for hidden in (".appbar", ".side", ".tabbar"):
        expect(desk_page.locator(hidden)).to_be_hidden()


def test_all_that_waits_apart_is_ticked_with_one_tap_and_closed_with_another(
    browser: Browser, phone_page: Page, live_server: LiveServer
) -> None:
    for number in range(2):
        send_as_villager(browser, live_server, f"tin rác số {number}")
    sign_in(phone_page, live_server)
    phone_page.goto(f"{live_server.url}/tips?tray=quarantine")
    boxes = phone_page.locator("input[name=tip][type=checkbox]")
    assert boxes.count() >= 2
    phone_page.get_by_label("Chọn tất cả").check()
    assert all(boxes.nth(i).is_checked() for i in range(boxes.count()))
    phone_page.get_by_role("button", name="Đóng: tin rác").tap()
    expect(boxes).to_have_count(0)


def test_what_comes_in_is_announced_without_moving_what_is_read(
    browser: Browser, phone_page: Page, live_server: LiveServer
) -> None:
    sign_in(phone_page, live_server)
    phone_page.goto(f"{live_server.url}/tips?tray=quarantine")
    reading = phone_page.locator("main h2, main .empty-state").first
    before = reading.bounding_box()
    send_as_villager(browser, live_server, "Có người gọi báo trúng thưởng, kêu chuyển phí.")
    # The timer's own event, without waiting for its 25 seconds.
    phone_page.locator("#fresh").dispatch_event("poll")
    news = phone_page.get_by_role("link", name="1 tin mới")
    expect(news).to_be_in_viewport()
    assert reading.bounding_box() == before
    news.tap()
    expect(phone_page.get_by_role("link", name="1 tin mới")).to_have_count(0)
    expect(phone_page.locator("main input[name=tip][type=checkbox]").first).to_be_visible()

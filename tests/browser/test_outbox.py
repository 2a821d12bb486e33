"""What an officer saves is kept in the phone first: no signal, a portal, a refusal lose nothing."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_outreach import sign_in
from tests.support.server import LiveServer


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def _write(page: Page, server: LiveServer, venue: str) -> None:
    page.goto(f"{server.url}/outreach/new?channel=leaflet&like=none")
    page.locator("#place .opt").first.tap()
    page.get_by_label("Tờ rơi", exact=True).last.fill("40")
    page.get_by_text("Ghi thêm").tap()
    page.get_by_label("Địa điểm").fill(venue)


def test_what_is_saved_without_a_network_goes_by_itself_when_it_is_back(
    phone: Page, live_server: LiveServer
) -> None:
    _write(phone, live_server, "Bến phà")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_text("Đã cất trong máy.")).to_be_visible()
    assert "draft:" not in phone.evaluate("JSON.stringify(localStorage)")
    phone.context.set_offline(False)
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    expect(phone.get_by_text("Bến phà").first).to_be_visible()


def test_a_portals_page_is_no_receipt_and_the_form_waits_until_it_may_go(
    phone: Page, live_server: LiveServer
) -> None:
    def portal(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=200, content_type="text/html", body="<h1>Wi-Fi miễn phí</h1>")
        else:
            route.continue_()

    _write(phone, live_server, "Quán nước")
    phone.route("**/outreach/new", portal)
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_role("heading", name="Đang chờ")).to_be_visible()
    expect(phone.get_by_text("Tuyên truyền · Tờ rơi").first).to_be_visible()
    phone.goto(f"{live_server.url}/home")
    expect(phone.get_by_role("link", name="1 phiếu chờ gửi.")).to_be_visible()
    phone.unroute("**/outreach/new")
    phone.goto(f"{live_server.url}/outbox")
    expect(phone.get_by_text("Không có gì chờ gửi.")).to_be_visible()
    expect(phone.get_by_role("heading", name="Đã gửi hôm nay")).to_be_visible()


def test_what_the_server_sends_back_opens_with_its_sentences_and_goes_once_mended(
    phone: Page, live_server: LiveServer
) -> None:
    _write(phone, live_server, "Đình làng")
    phone.get_by_label("Ngày", exact=True).fill("2020-01-01")
    phone.get_by_label("Tờ rơi", exact=True).last.fill("nhiều lắm")
    phone.get_by_role("button", name="Lưu buổi này").tap()
    phone.wait_for_url(f"{live_server.url}/outreach/new")
    assert phone.get_by_label("Địa điểm").input_value() == "Đình làng"
    expect(phone.locator(".field-error").first).to_be_visible()
    phone.get_by_label("Tờ rơi", exact=True).last.fill("30")
    phone.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone.get_by_text("Đã lưu.")).to_be_visible()
    phone.goto(f"{live_server.url}/outbox")
    expect(phone.get_by_text("Không có gì chờ gửi.")).to_be_visible()


def test_another_channel_and_further_opinions_ask_nothing_of_the_network(
    phone: Page, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/outreach/new?channel=leaflet&like=none")
    phone.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    phone.locator("#channel summary").tap()
    phone.locator("[name=channel][value=banner_poster]").check(force=True)
    expect(phone.locator("[name=count_leaflets]")).to_have_count(0)
    phone.locator(".stepper", has=phone.locator("[name=count_banners]")).locator(
        "[data-step='1']"
    ).tap()
    expect(phone.locator("[name=count_banners]")).to_have_value("1")
    phone.context.set_offline(False)
    phone.goto(f"{live_server.url}/forums/new")
    phone.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    phone.get_by_label("Ý kiến 1, một dòng").fill("Đèn đường hư")
    phone.get_by_label("Ý kiến 1, một dòng").press("Enter")
    expect(phone.get_by_label("Ý kiến 2, một dòng")).to_be_focused()
    phone.get_by_role("button", name="Thêm ý kiến").tap()
    phone.get_by_label("Ý kiến 3, một dòng").fill("Cầu yếu")
    expect(phone.get_by_role("heading", name="Ý kiến (2)")).to_be_visible()

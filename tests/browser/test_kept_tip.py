"""A villager whose network goes while sending: the tip stays sealed on the phone, or is deleted."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.server import LiveServer

STORY = "Chuyện không ai khác trong nhà được đọc"
KEPT = """() => new Promise((resolve) => {
  const ask = indexedDB.open("lang-nghe-kept-tip");
  ask.onsuccess = () => {
    const all = ask.result.transaction("tips").objectStore("tips").getAll();
    all.onsuccess = () => {
      ask.result.close();
      resolve(all.result.map((one) => JSON.stringify(one) + new TextDecoder().decode(one.letter)));
    };
  };
})"""


@pytest.fixture
def form_address(live_server: LiveServer) -> str:
    """The form of the demo's poster."""
    return f"{live_server.demo['poster']}/tip"


def _lose_the_network_and_keep(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#story").click()
    page.locator("#story").fill(STORY)
    page.locator("#kept").wait_for(state="attached")
    page.context.set_offline(True)
    page.locator("#gui").click()
    expect(page.locator("[data-when=lost]")).to_contain_text("Mất mạng, tin chưa gửi được")
    expect(page.locator("#story")).to_have_value(STORY)
    page.get_by_text("Giữ trên máy này tới khi gửi được").click()
    expect(page.locator("[data-state=waiting]")).to_be_visible()
    expect(page.locator("#kept")).to_be_focused()


def test_a_kept_tip_cannot_be_read_and_goes_once_the_form_is_opened_with_network(
    phone_page: Page, form_address: str
) -> None:
    _lose_the_network_and_keep(phone_page, form_address)
    assert phone_page.locator("#story").count() == 0
    (kept,) = phone_page.evaluate(KEPT)
    stored = phone_page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])")
    assert STORY not in kept + stored + phone_page.title()
    context = phone_page.context
    phone_page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(form_address.removesuffix("/tip"))
    expect(later.get_by_text("Máy này còn giữ tin báo chưa xong")).to_be_visible()
    later.goto(form_address)
    later.get_by_text("Bấm để lấy mã").click()
    expect(later.locator("#receipt-code")).to_be_visible()
    assert later.evaluate(KEPT) == []
    assert context.cookies() == []


def test_a_kept_tip_is_deleted_by_one_tap(
    phone_page: Page, live_server: LiveServer, form_address: str
) -> None:
    _lose_the_network_and_keep(phone_page, form_address)
    phone_page.get_by_text("Xóa khỏi máy này").locator("visible=true").click()
    expect(phone_page.locator("[data-when=removed]")).to_be_visible()
    assert phone_page.evaluate(KEPT) == []
    phone_page.context.set_offline(False)
    phone_page.goto(f"{live_server.url}/kept")
    expect(phone_page.locator("[data-when=none]")).to_be_visible()

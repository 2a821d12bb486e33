"""Takes the pictures of the README from a running demo: `make screenshots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.chromium import launch
from tests.support.server import LiveServer, running_server

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}

KEPT = """async () => (await indexedDB.databases()).some(({ name }) => name === "lang-nghe-kept")
  && await new Promise((found) => {
    const opened = indexedDB.open("lang-nghe-kept");
    opened.onsuccess = () => {
      const asked = opened.result.transaction(["signs"]).objectStore("signs").getAll();
      asked.onsuccess = () => {
        opened.result.close();
        found(asked.result.some(({ state }) => state));
      };
    };
  })"""
"""Whether this phone holds all of its pages."""


def _page(browser: Browser, viewport: dict[str, int]) -> Page:
    context = browser.new_context(
        viewport=viewport,  # type: ignore[arg-type]
        device_scale_factor=1.5,
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        is_mobile=viewport is PHONE,
        has_touch=viewport is PHONE,
    )
    return context.new_page()


def _sign_in(page: Page, server: LiveServer, username: str) -> None:
    person = next(s for s in server.demo["sign_ins"] if s["username"] == username)
    page.goto(f"{server.url}/login")
    page.fill("[name=username]", person["username"])
    page.fill("[name=password]", person["password"])
    if page.viewport_size == PHONE:
        page.check("[name=device_kind][value=own_phone]", force=True)
    page.click("main form button[type=submit], main form button:not([type])")
    page.wait_for_url(lambda url: "/login" not in url)


def _take(page: Page, address: str, name: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png")


def _villager(browser: Browser, server: LiveServer) -> None:
    page = _page(browser, PHONE)
    hamlet = f"{server.url}/q/{server.demo['poster_code']}"
    _take(page, hamlet, "hamlet-page")
    _take(page, f"{hamlet}/tip", "tip-form")
    page.check("[name=category][value=impersonation]", force=True)
    page.fill("[name=story]", "Có người gọi xưng công an, kêu chuyển tiền để kiểm tra.")
    page.wait_for_timeout(3500)
    page.click("form button.btn")
    page.wait_for_url("**/receipt/**")
    page.screenshot(path=PICTURES / "receipt.png")
    _take(page, f"{server.url}/first-aid", "first-aid")
    page.context.close()


def _officer(browser: Browser, server: LiveServer) -> None:
    page = _page(browser, PHONE)
    _sign_in(page, server, "xa1")
    _take(page, f"{server.url}/home", "officer-home")
    _take(page, f"{server.url}/outreach/new", "outreach-form")
    _take(page, f"{server.url}/tips", "tip-inbox")
    page.click("#urgent ~ .rows a, main .rows a")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "tip-page.png")
    _take(page, f"{server.url}/forums/promises", "promises")
    page.goto(f"{server.url}/forums")
    page.click("main .rows a")
    page.wait_for_load_state("networkidle")
    _take(page, f"{page.url}/live", "forum-live")
    page.goto(f"{server.url}/outreach")
    page.locator("main .rows li").filter(has_not_text="Hội Phụ nữ").first.locator("a").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Gửi Zalo").scroll_into_view_if_needed()
    page.screenshot(path=PICTURES / "for-zalo.png")
    page.context.close()


def _officer_without_network(browser: Browser, server: LiveServer) -> None:
    page = _page(browser, PHONE)
    _sign_in(page, server, "xa2")
    page.goto(f"{server.url}/outreach/new")
    while not page.evaluate(KEPT):
        page.wait_for_timeout(500)
    page.context.set_offline(True)
    page.goto(f"{server.url}/outreach/new")
    page.locator("#place .opt").first.click()
    page.click("main form[data-outbox] button[type=submit] >> nth=-1")
    page.locator("[data-part=waiting] li").first.wait_for()
    page.screenshot(path=PICTURES / "outbox.png")
    page.context.close()


def _supervisor(browser: Browser, server: LiveServer) -> None:
    page = _page(browser, DESK)
    _sign_in(page, server, "huyen")
    _take(page, f"{server.url}/feed", "supervisor-feed")
    _take(page, f"{server.url}/tips/board", "tip-board")
    page.goto(f"{server.url}/tips/cases")
    page.click("main .rows a")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / "case.png")
    page.context.close()


def main() -> None:
    """Start a fresh demo and take every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = launch(playwright)
        with running_server(Path(folder) / "instance") as server:
            for scene in (_villager, _officer, _officer_without_network, _supervisor):
                scene(browser, server)
        browser.close()


if __name__ == "__main__":
    main()

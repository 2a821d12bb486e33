"""Every page, for whoever comes: rules of WCAG 2.2 AA, narrow screens, large text, the keyboard."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import HERE
from tests.browser.every_page import EVERYBODY, NOT_VISITED, Stop
from tests.browser.looking import PHONE, Findings, look
from tests.support.chromium import close_in_time
from tests.support.demo import demo_district
from tests.support.server import LiveServer, running_server


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server of its own: many tips, wrong codes and wrong passwords slow down who comes next."""
    with running_server(demo_district(tmp_path_factory)) as server:
        yield server


def _context(browser: Browser) -> BrowserContext:
    context = browser.new_context(**HERE, viewport=PHONE, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    return context


def _sign_in(page: Page, server: LiveServer, username: str) -> None:
    page.goto(f"{server.url}/login")
    page.get_by_role("button", name=f"Vào {username}").click()
    page.wait_for_url(lambda address: "/login" not in address)


def _walk(page: Page, server: LiveServer, stops: tuple[Stop, ...]) -> Findings:
    found = Findings()
    for stop in stops:
        if trouble := stop.visit(page, server):
            found.way.append(f"{stop.name}: {trouble}")
            continue
        look(page, stop.name, found)
    return found


@pytest.fixture(scope="module", params=EVERYBODY, ids=lambda name: name or "citizen")
def found(
    request: pytest.FixtureRequest, chromium: Callable[[], Browser], live_server: LiveServer
) -> Iterator[Findings]:
    """One walk through all pages of one person; the tests below ask what it met."""
    context = _context(chromium())
    page = context.new_page()
    if request.param:
        _sign_in(page, live_server, request.param)
    yield _walk(page, live_server, EVERYBODY[request.param])
    close_in_time(context.close)


def _nothing(lines: list[str]) -> None:
    assert not lines, "\n" + "\n".join(lines)


def test_every_page_can_be_reached(found: Findings) -> None:
    _nothing(found.way)


def test_every_page_keeps_the_rules_at_both_widths_in_both_themes(found: Findings) -> None:
    _nothing(found.rules)


def test_no_page_scrolls_sideways_not_even_in_the_largest_text(found: Findings) -> None:
    _nothing(found.width)


def test_the_title_of_every_page_begins_with_its_heading(found: Findings) -> None:
    _nothing(found.title)


def test_the_tab_key_reaches_every_control_in_order_and_shows_where_it_is(found: Findings) -> None:
    _nothing(found.keyboard)


@pytest.mark.parametrize("stop", [s for s in EVERYBODY[""] if not s.act], ids=lambda s: s.name)
def test_public_pages_in_large_text_stay_within_the_screen(
    phone_page: Page, live_server: LiveServer, stop: Stop
) -> None:
    phone_page.set_viewport_size({"width": 320, "height": 740})
    address = stop.path.format(code=live_server.demo["poster_code"])
    phone_page.goto(f"{live_server.url}{address}{'&' if '?' in address else '?'}to=1")
    wide = phone_page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


def test_the_first_tab_skips_to_the_content(desk_page: Page, live_server: LiveServer) -> None:
    _sign_in(desk_page, live_server, "huyen")
    desk_page.keyboard.press("Tab")
    skip = desk_page.get_by_role("link", name="Tới nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desk_page.keyboard.press("Enter")
    expect(desk_page.locator("main")).to_be_focused()
    desk_page.keyboard.press("Tab")
    inside = "document.querySelector('main').contains(document.activeElement)"
    assert desk_page.evaluate(inside)


def test_enter_sends_a_code_and_a_search(desk_page: Page, live_server: LiveServer) -> None:
    desk_page.goto(f"{live_server.url}/q")
    desk_page.get_by_label("Mã trên bảng QR").fill(live_server.demo["poster_code"])
    desk_page.keyboard.press("Enter")
    desk_page.wait_for_url(f"**/q/{live_server.demo['poster_code']}")
    _sign_in(desk_page, live_server, "huyen")
    desk_page.locator("main input[type=search]").first.fill("khong co chu nay")
    desk_page.keyboard.press("Enter")
    desk_page.wait_for_url("**q=khong*")


def test_no_page_is_left_out_of_the_tables(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.methods and "GET" in rule.methods and rule.endpoint not in NOT_VISITED
    }
    visited = {stop.endpoint for stops in EVERYBODY.values() for stop in stops}
    assert pages - visited == set()
    assert visited - pages <= {""}

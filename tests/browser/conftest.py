"""The real server and a real Chromium: a phone as villagers hold it, a desk as officers sit at."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.support.chromium import close_in_time, started
from tests.support.demo import demo_district
from tests.support.server import LiveServer, running_server

HERE: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
PHONE: dict[str, Any] = {
    **HERE,
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {**HERE, "viewport": {"width": 1280, "height": 800}}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses these fixtures, so that `-m 'not browser'` leaves out what is slow."""
    for item in items:
        if {"browser", "live_server"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """A failed test shows the last words of the server."""
    report = yield
    server = getattr(item, "funcargs", {}).get("live_server")
    if report.failed and server is not None:
        report.sections.append(("Printed by the server", server.log[-4000:]))
    return report


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server with the demo district, shared by the tests of a run."""
    with running_server(demo_district(tmp_path_factory)) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Callable[[], Browser]]:
    """The browser of the run, as a process may drive but one; should it die, the next call starts
    another."""
    with started() as living:
        yield living


@pytest.fixture
def browser(chromium: Callable[[], Browser]) -> Browser:
    """That browser; a test opens its own context."""
    return chromium()


@pytest.fixture
def phone_page(browser: Browser) -> Iterator[Page]:
    """A page on a small touch phone set to Vietnamese, with no history."""
    yield from _page(browser, PHONE)


@pytest.fixture
def desk_page(browser: Browser) -> Iterator[Page]:
    """A page on an office computer set to Vietnamese, with no history."""
    yield from _page(browser, DESK)


def _page(browser: Browser, settings: dict[str, Any]) -> Iterator[Page]:
    """A fresh page; a failing script, or a word of the browser on our policies, fails the test."""
    context = browser.new_context(**settings)
    context.set_default_timeout(10_000)
    troubles: list[str] = []
    context.on("weberror", lambda problem: troubles.append(str(problem.error)))
    context.on(
        "console",
        lambda message: troubles.append(message.text) if _is_refusal(message.text) else None,
    )
    yield context.new_page()
    close_in_time(context.close)
    assert not troubles, "\n".join(troubles)


def _is_refusal(message: str) -> bool:
    return "Content Security Policy" in message or "Permissions-Policy" in message

"""What people wait for: bytes as sent, requests, and the time until a field can be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.bench import load
from tests.bench.stage import Product, Serving
from tests.bench.table import BenchRow
from tests.support.chromium import launch

PHONE: dict[str, Any] = {
    "locale": "vi-VN",
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SLOW_3G = {
    "offline": False,
    "latency": 2_000,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER_CPU = 4
OPENINGS = 5
FORM_BYTES, PAGE_BYTES, HEAD_BYTES = 6_144, 8_192, 700
SHELL_KIB = 28
USABLE = """
(() => {
  const look = () => {
    const field = document.querySelector("textarea");
    const box = field && field.getBoundingClientRect();
    if (box && box.width > 0 && getComputedStyle(field).visibility === "visible") {
      window.usableAt = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
})();
"""


@dataclass
class Traffic:
    """What a page loaded: how many requests, and bytes as sent of bodies and of heads, by type."""

    requests: int = 0
    bytes: dict[str, float] = field(default_factory=dict)
    heads: dict[str, float] = field(default_factory=dict)
    seen: dict[str, tuple[str, float]] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.send("Network.enable")
        session.on("Network.responseReceived", self._seen)
        session.on("Network.loadingFinished", self._finished)

    def _seen(self, event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("http"):
            head = event["response"]["encodedDataLength"]
            self.seen[event["requestId"]] = (event["type"], head)

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.seen:
            kind, head = self.seen[event["requestId"]]
            self.requests += 1
            self.heads[kind] = self.heads.get(kind, 0) + head
            self.bytes[kind] = self.bytes.get(kind, 0) + event["encodedDataLength"] - head


def measure(product: Product, floor: Serving) -> list[BenchRow]:
    """Public pages, the staff shell, and the tip form on a slow line beside a minimal page."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        rows = [*_public(browser, product), *_shell(browser, product)]
        rows += _slow(browser, product, floor)
        browser.close()
    return rows


def _public(browser: Browser, product: Product) -> list[BenchRow]:
    code = product.posters()[0]
    form = f"/q/{code}/tip"
    head, body = _sent(product, form)
    heaviest, most = max((_sent(product, path)[1], path) for path in _others(product, code))
    requests = {path: _requests(browser, product, path) for path in (form, *_others(product, code))}
    return [
        BenchRow("tip form, body as sent", body, FORM_BYTES, "B"),
        BenchRow("tip form, head as sent", head, HEAD_BYTES, "B"),
        BenchRow("tip form, requests until the first touch", requests.pop(form), 1, ""),
        BenchRow(
            f"heaviest other public page, {most.replace(code, '…')}", heaviest, PAGE_BYTES, "B"
        ),
        BenchRow("most requests of another public page", max(requests.values()), 1, ""),
    ]


def _others(product: Product, code: str) -> list[str]:
    """Every other public page, with the receipt that a tip leads to."""
    sent = load.run(product.serving.port, product.tips(1), connections=1)
    return [
        "/",
        "/q",
        f"/q/{code}",
        f"/q/{code}/tip?gap=1",
        "/tip",
        "/tip?commune=30094",
        "/tip?place=khong-ro",
        "/first-aid",
        f"/first-aid?code={code}",
        "/first-aid/pictures",
        "/privacy",
        "/kept",
        "/receipt",
        sent.locations[0],
        "/leave",
        "/q/AAAAAA",
        "/nowhere",
    ]


def _sent(product: Product, path: str) -> tuple[int, int]:
    head, _, body = load.first_answer(product.serving.port, path).partition(b"\r\n\r\n")
    return len(head) + 4, len(body)


@contextmanager
def _page(browser: Browser, traffic: Traffic) -> Iterator[tuple[Page, CDPSession]]:
    """A phone that has never been here."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    traffic.watch(session)
    yield page, session
    context.close()


def _requests(browser: Browser, product: Product, path: str) -> int:
    traffic = Traffic()
    with _page(browser, traffic) as (page, _):
        page.goto(product.serving.url + path, wait_until="networkidle")
    return traffic.requests


def _shell(browser: Browser, product: Product) -> list[BenchRow]:
    """The officer's home as a phone loads it first: page, styles and scripts, no photos."""
    officer = next(s for s in product.live.demo["sign_ins"] if s["username"] == "xa1")
    traffic = Traffic()
    with _page(browser, Traffic()) as (page, _):
        page.goto(f"{product.serving.url}/login")
        page.fill("[name=username]", officer["username"])
        page.fill("[name=password]", officer["password"])
        page.click("main form button[type=submit]")
        page.wait_for_url("**/home")
        cookies = page.context.cookies()
    with _page(browser, traffic) as (page, _):
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.goto(f"{product.serving.url}/home", wait_until="networkidle")
    named = {"Document": "HTML", "Stylesheet": "CSS", "Script": "htmx and our scripts"}
    bodies = {kind: traffic.bytes.get(kind, 0) / 1_024 for kind in named}
    heads = sum(traffic.heads.get(kind, 0) for kind in named) / 1_024
    whole = sum(bodies.values()) + heads
    return [
        BenchRow("staff shell, the first /home with heads", whole, SHELL_KIB, "KiB"),
        *(BenchRow(f"of it {words}", bodies[kind], None, "KiB") for kind, words in named.items()),
        BenchRow("of it heads of the answers", heads, None, "KiB"),
    ]


def _slow(browser: Browser, product: Product, floor: Serving) -> list[BenchRow]:
    code = product.posters()[0]
    pairs = [
        (
            _usable(browser, f"{product.serving.url}/q/{code}/tip"),
            _usable(browser, f"{floor.url}/form"),
        )
        for _ in range(OPENINGS)
    ]
    return [
        BenchRow("slow 3G, 4x CPU: minimal form usable", median(p[1] for p in pairs), None, "ms"),
        BenchRow(
            "slow 3G, 4x CPU: tip form usable, of the minimal form",
            median(ours for ours, _ in pairs) / median(bare for _, bare in pairs),
            1.10,
            "x",
        ),
    ]


def _usable(browser: Browser, address: str) -> float:
    """Milliseconds until the story can be typed."""
    with _page(browser, Traffic()) as (page, session):
        session.send("Network.emulateNetworkConditions", SLOW_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
        page.add_init_script(USABLE)
        page.goto(address, wait_until="load", timeout=120_000)
        page.wait_for_function("window.usableAt > 0", timeout=120_000)
        return float(page.evaluate("window.usableAt"))

"""A tip leaves nothing readable in the phone; a form of a new kind needs its template alone."""

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_outreach import sign_in
from tests.support.server import LiveServer

# Everything that this origin holds in the browser, bytes as text of both widths.
HELD = """async () => {
  const wide = new TextDecoder("utf-16le"), narrow = new TextDecoder();
  const texts = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
  const bytes = (buffer) => {
    const even = buffer.slice(0, buffer.byteLength & ~1);
    texts.push(narrow.decode(buffer), wide.decode(even));
  };
  const look = async (value) => {
    if (value instanceof Blob) bytes(await value.arrayBuffer());
    else if (value instanceof ArrayBuffer) bytes(value);
    else if (ArrayBuffer.isView(value)) bytes(value.buffer);
    else if (value && typeof value === "object") {
      for (const one of Object.values(value)) await look(one);
    } else texts.push(String(value));
  };
  const all = (request) =>
    new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  for (const { name } of await indexedDB.databases()) {
    const db = await all(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      await look(await all(db.transaction(store).objectStore(store).getAll()));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const key of await cache.keys()) texts.push(await (await cache.match(key)).text());
  }
  return texts.join("\\n");
}"""
FURTHER = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Kiểm tra</title>
<script type="module" src="{script}"></script></head><body><main>
<form method="post" action="/checks/new" {told}><input type="hidden" name="id" value="">
<label>Nơi treo<input type="text" name="spot"></label><button type="submit">Lưu</button></form>
</main></body></html>"""


@pytest.fixture
def phone(phone_page: Page, live_server: LiveServer) -> Page:
    """The officer's own phone, signed in."""
    sign_in(phone_page, live_server)
    return phone_page


def _no_answer(route: Route) -> None:
    if route.request.method == "POST":
        route.abort()
    else:
        route.continue_()


def test_a_tip_waits_under_a_paper_number_unreadable_and_its_slip_is_owed_until_it_was_shown(
    phone: Page, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/tips/new")
    phone.route("**/tips/new", _no_answer)
    phone.locator("[name=source][value=phone]").check(force=True)
    phone.locator("[name=category]").last.check(force=True)
    phone.get_by_label("Lời kể").fill("Bà Sáu bị gạt hết tiền hụi.")
    phone.get_by_role("button", name="Lưu tin").tap()
    number = phone.locator("[data-part=waiting] [data-paper] b")
    expect(number).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    held = phone.evaluate(HELD)
    assert "lang-nghe-outbox" in phone.evaluate("indexedDB.databases().then(JSON.stringify)")
    assert "Bà Sáu" not in held and "tiền hụi" not in held
    phone.unroute("**/tips/new")
    phone.get_by_role("button", name="Gửi lại ngay").tap()
    phone.wait_for_url("**/slip?sent=1")
    phone.goto(f"{live_server.url}/outbox")
    expect(phone.get_by_role("link", name="Tin báo · TB-")).to_be_visible()
    assert not re.search(r"TB-\d", phone.evaluate(HELD))


def test_a_form_of_a_new_kind_waits_and_goes_by_its_template_alone(
    phone: Page, live_server: LiveServer
) -> None:
    phone.goto(f"{live_server.url}/outreach/new")
    told = dict(phone.evaluate("({ ...document.querySelector('form[data-outbox]').dataset })"))
    told |= {"behaviour": "outbox", "outbox": "check", "title": "Kiểm tra bảng", "about": "spot"}
    kebab = {
        re.sub(r"([A-Z])", lambda big: f"-{big[1].lower()}", name): told[name] for name in told
    }
    page = FURTHER.format(
        script=phone.evaluate("document.querySelector('script[src*=behaviours]').src"),
        told=" ".join(f'data-{name}="{value}"' for name, value in kebab.items()),
    )

    def server(route: Route) -> None:
        if route.request.method == "GET":
            route.fulfill(status=200, content_type="text/html", body=page)
            return
        assert route.request.headers["content-type"] == "application/vnd.lang-nghe.letter"
        item = {"id": route.request.headers["outbox-item"], "url": "/home", "number": "K-7"}
        route.fulfill(status=201, content_type="application/json", body=json.dumps(item))

    phone.route("**/checks/new", server)
    phone.goto(f"{live_server.url}/checks/new")
    phone.wait_for_load_state("networkidle")
    phone.get_by_label("Nơi treo").fill("Chợ sáng")
    phone.get_by_role("button", name="Lưu").tap()
    phone.wait_for_url("**/home?sent=1")
    phone.goto(f"{live_server.url}/outbox")
    expect(phone.get_by_role("link", name="Kiểm tra bảng · Chợ sáng · K-7")).to_be_visible()

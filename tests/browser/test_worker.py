"""Without a network: what opens, what never does, and what the next person finds."""

from playwright.sync_api import Page, expect

from tests.support.server import LiveServer

KEPT = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "lang-nghe-kept")) return [];
  const db = await new Promise((found) => {
    const asked = indexedDB.open("lang-nghe-kept");
    asked.onsuccess = () => found(asked.result);
  });
  const all = (shelf) => new Promise((found) => {
    const asked = db.transaction([shelf]).objectStore(shelf).getAll();
    asked.onsuccess = () => found(asked.result);
  });
  const [pages, signs] = [await all("pages"), await all("signs")];
  db.close();
  return signs.some(({ state }) => state) ? pages.map(({ url }) => url) : [];
}"""
"""The addresses of the pages in this phone, once they are all here."""
READABLE = """async () => {
  const found = [JSON.stringify(localStorage)];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((opened) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => opened(asked.result);
    });
    for (const shelf of db.objectStoreNames) {
      const asked = db.transaction([shelf]).objectStore(shelf).getAll();
      await new Promise((done) => { asked.onsuccess = done; });
      for (const one of asked.result) {
        found.push(JSON.stringify(one));
        if (one.text) found.push(new TextDecoder().decode(one.text));
      }
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const kept of await cache.keys()) {
      const isFile = kept.url.includes("/static/");
      found.push(isFile ? kept.url : await (await cache.match(kept)).text());
    }
  }
  return found.join("\\n");
}"""
"""Everything in this browser that can be read."""


PAST = """async (isOfForms) => {
  const db = await new Promise((found) => {
    const asked = indexedDB.open("lang-nghe-kept");
    asked.onsuccess = () => found(asked.result);
  });
  const signs = db.transaction(["signs"], "readwrite").objectStore("signs");
  const asked = signs.get("holder");
  await new Promise((done) => { asked.onsuccess = done; });
  const until = Date.now() - 1;
  const { forms } = asked.result;
  const past = isOfForms ? { forms: { ...forms, until } } : { until };
  const put = signs.put({ ...asked.result, ...past }, "holder");
  await new Promise((done) => { put.onsuccess = done; });
  db.close();
}"""
"""Moves the last moment of the sign-in, or of the forms, as this phone knows it, into the past."""
WORKER = "navigator.serviceWorker.controller.scriptURL"
IMPORTED = """() => {
  const [loader] = document.querySelectorAll("script[type=module]");
  return import(new URL("./pages.js", loader.src)).then(({ share }) => Boolean(share));
}"""


def _sign_in(page: Page, server: LiveServer, username: str) -> None:
    person = next(s for s in server.demo["sign_ins"] if s["username"] == username)
    page.goto(f"{server.url}/login")
    form = page.locator("main form").first
    form.locator("[name=device_kind][value=own_phone]").check(force=True)
    form.locator("[name=username]").fill(person["username"])
    form.locator("[name=password]").fill(person["password"])
    form.locator("button[type=submit]").first.tap()
    page.wait_for_url("**/home")


def _kept(page: Page) -> list[str]:
    for _ in range(100):
        found: list[str] = page.evaluate(KEPT)
        if found:
            return found
        page.wait_for_timeout(100)
    raise AssertionError("this phone kept nothing")


def test_after_one_visit_home_forms_and_own_records_open_without_a_network(
    phone_page: Page, live_server: LiveServer
) -> None:
    _sign_in(phone_page, live_server, "xa1")
    pages = _kept(phone_page)
    phone_page.context.set_offline(True)
    phone_page.goto(f"{live_server.url}/home")
    expect(phone_page.get_by_text("Bản giữ trên máy này.")).to_be_visible()
    phone_page.get_by_role("link", name="Buổi tuyên truyền", exact=True).tap()
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Ghi buổi tuyên truyền")
    phone_page.get_by_role("button", name="Thêm").first.wait_for()
    for path in pages:
        answer = phone_page.goto(live_server.url + path)
        assert answer is not None and answer.from_service_worker, path
        assert answer.headers["cache-control"] == "no-store"
    phone_page.goto(f"{live_server.url}/tips")
    heading = phone_page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Đang mất mạng")
    phone_page.get_by_role("link", name="Ghi diễn đàn").tap()
    expect(heading).to_have_text("Ghi diễn đàn")
    phone_page.reload()
    expect(heading).to_have_text("Ghi diễn đàn")
    phone_page.go_back()
    expect(heading).to_have_text("Đang mất mạng")
    phone_page.get_by_role("link", name="Chờ gửi").tap()
    expect(phone_page.get_by_text("Không có gì chờ gửi.")).to_be_visible()


def test_after_the_last_moment_of_the_sign_in_what_was_written_is_gone_and_forms_still_open(
    phone_page: Page, live_server: LiveServer
) -> None:
    _sign_in(phone_page, live_server, "xa1")
    own = [path for path in _kept(phone_page) if path.count("-") > 3]
    phone_page.evaluate(PAST, False)
    phone_page.context.set_offline(True)
    for path in (own[0], "/home"):
        phone_page.goto(live_server.url + path)
        expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đang mất mạng")
    expect(phone_page.get_by_text("Đã quá giờ đăng nhập.")).to_be_visible()
    readable = phone_page.evaluate(READABLE)
    assert not [path for path in own if path in readable]
    phone_page.get_by_role("link", name="Ghi buổi tuyên truyền").tap()
    phone_page.get_by_role("button", name="Lưu buổi này").tap()
    expect(phone_page.get_by_text("Đã cất trong máy.")).to_be_visible()


def test_once_nothing_would_be_taken_any_more_nothing_opens(
    phone_page: Page, live_server: LiveServer
) -> None:
    _sign_in(phone_page, live_server, "xa1")
    _kept(phone_page)
    phone_page.evaluate(PAST, True)
    phone_page.context.set_offline(True)
    phone_page.goto(f"{live_server.url}/outreach/new")
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đang mất mạng")
    expect(phone_page.get_by_text("Máy này không giữ trang nào.")).to_be_visible()


def test_a_new_version_waits_until_it_is_tapped_and_leaves_the_form_in_hand_alone(
    phone_page: Page, live_server: LiveServer
) -> None:
    _sign_in(phone_page, live_server, "xa1")
    _kept(phone_page)
    form = phone_page.context.new_page()
    form.goto(f"{live_server.url}/outreach/new?like=none")
    form.get_by_text("Ghi thêm").tap()
    form.get_by_label("Địa điểm").fill("Bến phà")
    # To a browser another address of the worker is another version of it.
    phone_page.evaluate("navigator.serviceWorker.register('/sw.js?lang=en', { type: 'module' })")
    with phone_page.expect_navigation():
        phone_page.get_by_role("button", name="Có bản mới – mở lại").tap()
    assert phone_page.evaluate(WORKER).endswith("lang=en")
    expect(form.get_by_label("Địa điểm")).to_have_value("Bến phà")
    # Its own files are here still, those that it has not asked for yet too.
    form.context.set_offline(True)
    assert form.evaluate(IMPORTED)
    form.reload()
    expect(form.get_by_label("Địa điểm")).to_have_value("Bến phà")


def test_it_invites_to_the_home_screen_once(phone_page: Page, live_server: LiveServer) -> None:
    _sign_in(phone_page, live_server, "xa1")
    _kept(phone_page)
    chrome = phone_page.context.new_cdp_session(phone_page)
    found = chrome.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {one["errorId"] for one in found} <= {"in-incognito"}
    assert chrome.send("Page.getAppManifest")["errors"] == []
    offer = "dispatchEvent(new Event('beforeinstallprompt', { cancelable: true }))"
    phone_page.evaluate(offer)
    phone_page.get_by_role("button", name="Để sau").tap()
    invitation = phone_page.get_by_role("button", name="Đưa ra màn hình")
    expect(invitation).to_have_count(0)
    phone_page.reload()
    phone_page.locator("link[rel=manifest]").wait_for(state="attached")
    phone_page.evaluate(offer)
    expect(invitation).to_have_count(0)


def test_the_worker_answers_no_address_of_citizens(
    phone_page: Page, live_server: LiveServer
) -> None:
    _sign_in(phone_page, live_server, "xa1")
    _kept(phone_page)
    answer = phone_page.goto(f"{live_server.url}/home")
    assert answer is not None and answer.from_service_worker
    code = live_server.demo["poster_code"]
    for path in ("/", "/tip", f"/q/{code}", f"/q/{code}/tip", "/receipt", "/first-aid"):
        answer = phone_page.goto(live_server.url + path)
        assert answer is not None and not answer.from_service_worker, path


def test_who_signs_out_without_a_network_leaves_nothing_and_the_next_person_is_safe(
    phone_page: Page, live_server: LiveServer
) -> None:
    _sign_in(phone_page, live_server, "xa1")
    own = [path for path in _kept(phone_page) if path.count("-") > 3]
    phone_page.evaluate("localStorage.setItem('draft:xa1/outreach-new', '{}')")
    phone_page.context.set_offline(True)
    phone_page.goto(live_server.url + own[0])
    phone_page.goto(f"{live_server.url}/home")
    phone_page.get_by_role("button", name="Đăng xuất, xóa khỏi máy này").tap()
    expect(phone_page.get_by_text("Đã xóa khỏi máy này.")).to_be_visible()
    readable = phone_page.evaluate(READABLE)
    assert "draft:" not in readable and "Thiếu úy Mẫu" not in readable
    assert not [path for path in own if path in readable]
    phone_page.go_back()
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đang mất mạng")
    # It tries again by itself, and the server hears of the leaving before anything else.
    phone_page.context.set_offline(False)
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    _sign_in(phone_page, live_server, "xa2")
    pages = _kept(phone_page)
    assert not set(own) & set(pages)
    phone_page.goto(f"{live_server.url}/logout")
    phone_page.get_by_role("button", name="Đăng xuất").tap()
    expect(phone_page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    assert phone_page.evaluate(KEPT) == []

"""What happens to an officer's phone in a day, each in the browser itself, and what the page had
called saved before it."""

import contextlib
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Error, Page

from tests.support.bad_line import BadLine
from tests.support.filled_forms import KINDS, Desk, Filled, begin_saving, open_form, save
from tests.support.outbox_browser import OUTBOX, QUIET, OutboxPhone
from tests.support.phone import OFFICER
from tests.support.releases import newer_release
from tests.support.server import ROOT, LiveServer, kill, running_server

PATIENCE = 300.0
"""Seconds in which what waits must have gone."""
WHILE_MS = 1_500
"""How long the outbox sends before something happens to it."""
PERSISTS = """(() => {
  if (!isSecureContext) return;
  const persist = StorageManager.prototype.persist;
  StorageManager.prototype.persist = function () {
    localStorage.setItem("asked-to-persist", "1");
    return persist.call(this);
  };
})()"""
ITEMS = """(name) => new Promise((resolve) => {
  const opening = indexedDB.open(name);
  opening.onsuccess = () => {
    const asked = opening.result.transaction("items").objectStore("items").getAllKeys();
    asked.onsuccess = () => (opening.result.close(), resolve(asked.result));
  };
})"""
WORKER = """async () => {
  const worker = await navigator.serviceWorker.ready;
  await worker.update();
  return Boolean(worker.waiting ?? worker.installing);
}"""


@dataclass
class Day:
    """What the page said of each form, by id."""

    saved: dict[str, Filled] = field(default_factory=dict)
    cut_off: dict[str, Filled] = field(default_factory=dict)
    """In a page that died while it saved: each is stored once or never."""
    evicted: set[str] = field(default_factory=set)
    """Unsent when the phone emptied its storage: what had arrived before is stored, once."""
    sent_as_ever: set[str] = field(default_factory=set)
    """By the form itself, past the outbox."""
    took: list[float] = field(default_factory=list)
    """Milliseconds from choosing the picture until it was called kept."""
    happened: list[str] = field(default_factory=list)
    asked_to_persist: bool = False

    def note(self, forms: list[Filled]) -> None:
        """The page called these saved."""
        self.saved |= {one.id: one for one in forms}


class Servers:
    """One server after the other on the same folder, of one release or the next."""

    def __init__(self, instance: Path, line: BadLine, scratch: Path) -> None:
        self._instance, self._line, self._scratch = instance, line, scratch
        self._root, self._releases = ROOT, 0
        self._running = ExitStack()
        self.live = self._start()

    def _start(self) -> LiveServer:
        live = self._running.enter_context(running_server(self._instance, root=self._root))
        self._line.server = live.url
        return live

    @property
    def password(self) -> str:
        """The officer's."""
        sign_ins = self.live.demo["sign_ins"]
        return str(next(one["password"] for one in sign_ins if one["username"] == OFFICER))

    def stop(self) -> None:
        """From now on the line finds nobody."""
        self._running.close()

    def restart(self, *, is_killed: bool = False) -> None:
        """As an administrator does it, or as a power cut."""
        if is_killed:
            kill(self.live)
        self.stop()
        self.live = self._start()

    def update(self) -> None:
        """To a release with other scripts."""
        self._releases += 1
        self._root = newer_release(self._scratch / f"release-{self._releases}", self._releases)
        self.restart()


@dataclass
class Place:
    """The phone and the server at the two ends of the line."""

    phone: OutboxPhone
    line: BadLine
    server: Servers
    desk: Desk
    picture: bytes
    at_once: int
    day: Day = field(default_factory=Day)

    def sign_in(self) -> None:
        """As the officer of the demo, and stay on home until the worker is there."""
        self.phone.context.add_init_script(PERSISTS)
        self.phone.sign_in(OFFICER, self.server.password)

    def kill_phone(self) -> None:
        """And start it anew, signed in as before."""
        self.phone.restart()
        self.stay_in()

    def stay_in(self) -> None:
        """A browser that dies right after a sign-in may not have written the cookie down."""
        page = self.open("/home")
        if "/login" in page.url:
            self.sign_in()
        page.close()

    def open(self, path: str) -> Page:
        """A further tab."""
        page = self.phone.context.new_page()
        page.goto(self.phone.url + path)
        return page

    def form(self, kind: str, *, stays: bool = True) -> Page:
        """A further tab with a form in hand."""
        page = self.phone.context.new_page()
        open_form(page, self.phone.url, kind, stays=stays)
        return page

    def save(self, kind: str, *, has_photos: bool = True) -> None:
        """Save some forms of a kind, and note that the page called them saved."""
        page, forms = self.form(kind), self.desk.write(kind, self.at_once, has_photos=has_photos)
        self.day.took += save(page, forms, self.picture)
        self.day.note(forms)
        page.close()

    def sending(self) -> Page:
        """The outbox, which sends for a moment."""
        page = self.open("/outbox")
        page.wait_for_timeout(WHILE_MS)
        return page

    def waiting(self) -> set[str]:
        """Ids of what the phone holds unsent."""
        page = self.open(QUIET)
        found: list[str] = page.evaluate(ITEMS, OUTBOX)
        page.close()
        return set(found)

    def send_until(self, few: int, seconds: float) -> int:
        """Leave the outbox open until so few wait; how many do then, or when patience ends."""
        self.open("/outbox")
        end = time.monotonic() + seconds
        while (left := len(self.waiting())) > few and time.monotonic() < end:
            time.sleep(1)
        return left

    def close(self) -> None:
        """All tabs but the first."""
        for page in self.phone.context.pages[1:]:
            page.close()


def tab_dies(place: Place) -> None:
    """The tab that sends crashes; the browser lives."""
    page = place.sending()
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash")
    page.close()


def killed_while_sending(place: Place) -> None:
    """The browser dies in the middle of it."""
    place.sending()
    place.kill_phone()


def killed_while_saving(place: Place) -> None:
    """The browser dies between one form and the next."""
    page, forms = place.form("outreach"), place.desk.write("outreach", place.at_once)
    place.day.cut_off |= {one.id: one for one in forms}
    begin_saving(page, forms, place.picture)
    page.wait_for_timeout(WHILE_MS / 5)
    place.kill_phone()


def two_tabs(place: Place) -> None:
    """Two outboxes at once."""
    place.sending()
    place.sending()


def no_network(place: Place) -> None:
    """The line goes away for a moment while the outbox is open."""
    place.sending()
    place.line.is_down = True
    time.sleep(WHILE_MS / 1_000)
    place.line.is_down = False


def new_server(place: Place) -> None:
    """The server is restarted in the middle of it."""
    place.sending()
    place.server.restart()


def dead_server(place: Place) -> None:
    """The server dies in the middle of it."""
    place.sending()
    place.server.restart(is_killed=True)


def signed_out(place: Place) -> None:
    """Somebody signs out while the outbox sends: what waits stays in the phone, sealed."""
    place.sending()
    page = place.open("/logout")
    page.locator("form.sign-in [type=submit]").click()
    page.wait_for_url(f"{place.phone.url}/login*")
    place.close()
    place.sign_in()


def updated(place: Place) -> None:
    """A new version comes while a form is in hand, which is saved all the same."""
    _worker(place)
    page, forms = place.form("outreach"), place.desk.write("outreach", 2)
    place.server.update()
    home = _worker(place)
    home.get_by_role("button", name="Có bản mới").click()
    home.wait_for_load_state()
    save(page, forms, place.picture)
    place.day.note(forms)


def full(place: Place) -> None:
    """The phone is full: the form says so and keeps its words; with a network it goes as ever."""
    place.phone.restart()  # A browser that wrote a moment ago still counts on the room of then.
    session = place.phone.context.new_cdp_session(place.open(QUIET))
    here = {"origin": place.phone.url}
    session.send("Storage.overrideQuotaForOrigin", {**here, "quotaSize": 1})
    place.stay_in()
    page = place.form("outreach", stays=False)
    [form] = place.desk.write("outreach", 1, has_photos=False)
    for name, value in (("id", form.id), ("venue", form.text)):
        page.locator(f"[data-outbox] [name={name}]").evaluate(
            "(box, v) => { box.value = v; }", value
        )
    said = str(page.locator("[data-outbox]").get_attribute("data-full"))
    place.phone.context.set_offline(True)
    page.locator(".savebar [type=submit]").last.click()
    page.locator(".savebar [role=status]", has_text=said).wait_for()
    place.phone.context.set_offline(False)
    page.locator(".savebar [type=submit]").last.click()
    page.wait_for_url(f"**/outreach/{form.id}*")
    place.day.note([form])
    place.day.sent_as_ever.add(form.id)
    session.send("Storage.overrideQuotaForOrigin", here)


def emptied(place: Place) -> None:
    """The browser throws away what the site keeps: what was not sent is gone, and nobody may say
    otherwise. Most of it was sent before."""
    place.send_until(place.at_once, PATIENCE)
    page = place.open("/outbox")
    place.day.asked_to_persist |= page.evaluate("localStorage.getItem('asked-to-persist') === '1'")
    place.day.evicted |= place.waiting()
    session = place.phone.context.new_cdp_session(page)
    told = {"origin": place.phone.url, "storageTypes": "indexeddb"}
    session.send("Storage.clearDataForOrigin", told)


def _worker(place: Place) -> Page:
    """Home, with the newest worker there."""
    home = place.open("/home")
    home.evaluate(WORKER)
    return home


MISHAPS: tuple[Callable[[Place], None], ...] = (
    killed_while_sending,
    tab_dies,
    killed_while_saving,
    two_tabs,
    updated,
    no_network,
    new_server,
    full,
    signed_out,
    dead_server,
    emptied,
)


def kind_of(number: int) -> str:
    """The three forms in turns."""
    return list(KINDS)[number % len(KINDS)]

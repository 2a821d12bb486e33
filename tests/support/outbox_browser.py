"""An officer's phone with an outbox: a Chromium whose folder outlives kills and restarts."""

import base64
import contextlib
import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import BrowserContext, BrowserType, Error, Page, Playwright

from tests.support.chromium import FLAGS, find_chromium

PHONE: dict[str, Any] = {
    "locale": "vi-VN",
    "timezone_id": "Asia/Ho_Chi_Minh",
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
OUTBOX = "lang-nghe-outbox"
# Fills the form that is open and saves it, again and again, each time as a form of its own; stays
# on the page, so that what a save takes ends where the page would be left. A photo is chosen as a
# person does it, some time before the form is saved. Milliseconds: `laid` from a photo made small
# until it lies in the phone, `took` from "save" until the page says that the form is kept.
SAVE = """async ({ venues, photo }) => {
  const form = document.querySelector("form[data-outbox]");
  const picture = photo && Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const status = form.querySelector(".savebar [role=status]");
  const [id, venueBox] = ["id", "venue"].map((name) => form.elements.namedItem(name));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const put = IDBObjectStore.prototype.put;
  let lies = () => undefined;
  IDBObjectStore.prototype.put = function (...what) {
    if (this.name === "photos") {
      this.transaction.addEventListener("complete", () => lies(performance.now()));
    }
    return put.apply(this, what);
  };
  const choose = async () => {
    form.querySelectorAll(".photo-strip button.remove").forEach((button) => button.click());
    const lying = new Promise((resolve) => (lies = resolve));
    const ready = new Promise((resolve) => form.addEventListener("pictures", function heard(event) {
      if (event.detail.length > 0) {
        form.removeEventListener("pictures", heard);
        resolve(performance.now());
      }
    }));
    const box = form.querySelector("[data-source=gallery]");
    const files = new DataTransfer();
    files.items.add(new File([picture], "hinh.jpg", { type: "image/jpeg" }));
    box.files = files.files;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return -(await ready) + (await lying);
  };
  const [took, laid] = [[], []];
  for (const venue of venues) {
    id.value = "";
    venueBox.value = venue;
    venueBox.dispatchEvent(new Event("change", { bubbles: true }));
    laid.push(picture ? await choose() : 0);
    await pause(20);
    status.textContent = "";
    const kept = new Promise((resolve) => {
      const watch = new MutationObserver(() => (watch.disconnect(), resolve(performance.now())));
      watch.observe(status, { childList: true, characterData: true, subtree: true });
    });
    const begun = performance.now();
    form.requestSubmit();
    took.push((await kept) - begun);
    console.info(`saved ${id.value}`);
    await pause(0);
  }
  IDBObjectStore.prototype.put = put;
  return { took, laid };
}"""
STAY = "navigation.addEventListener('navigate', (event) => event.preventDefault())"
LOOK = """(name) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const db = opening.result;
    if (!db.objectStoreNames.contains("items")) {
      db.close();
      resolve({ items: [], sent: [] });
      return;
    }
    const reading = db.transaction(["items", "sent"]);
    const items = reading.objectStore("items").getAll();
    const sent = reading.objectStore("sent").getAllKeys();
    reading.oncomplete = () => {
      db.close();
      resolve({ items: items.result, sent: sent.result });
    };
  };
})"""
# Every form with what belongs to it, and whether all of it is there as it was written.
WHOLE = """async (name) => {
  const opening = indexedDB.open(name);
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const get = (shelf, how, key) => new Promise((resolve, reject) => {
    const asked = opening.result.transaction(shelf).objectStore(shelf)[how](key);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const isWhole = async ({ id, size }) => {
    const photo = await get("photos", "get", id);
    const bytes = await photo?.blob.arrayBuffer();
    const digest = bytes && new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const hex = digest && [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return bytes?.byteLength === size && hex === photo.sha256;
  };
  const found = {};
  for (const { id, photos } of await get("items", "getAll")) {
    const [letters, own] = [await get("letters", "get", id), await get("own", "get", id)];
    const pictures = await Promise.all(photos.map(isWhole));
    found[id] = letters?.form.length > 0 && Boolean(own?.words) && pictures.length > 0
      && pictures.every(Boolean);
  }
  opening.result.close();
  return found;
}"""
# A page of the same origin that runs nothing of the app.
QUIET = "/static/img/favicon.svg"


class OutboxPhone:
    """A browser on one folder, and the address where it finds the server."""

    def __init__(self, chromium: BrowserType, folder: Path, url: str, **more: Any) -> None:
        self._chromium, self._folder, self.url = chromium, folder, url
        self._settings = {**PHONE, **more}
        self.context = self._open()

    def _open(self) -> BrowserContext:
        context = self._chromium.launch_persistent_context(
            str(self._folder), executable_path=find_chromium(), args=list(FLAGS), **self._settings
        )
        context.set_default_timeout(30_000)
        return context

    def restart(self) -> None:
        """Kill it as a phone that runs out of memory does, and start it anew."""
        for pid in _browsers_on(self._folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()
        (self._folder / "SingletonLock").unlink(missing_ok=True)
        self.context = self._open()

    def close(self) -> None:
        """End it in order."""
        self.context.close()

    def sign_in(self, username: str, password: str) -> None:
        """On a phone of the officer's own."""
        page = self.context.new_page()
        page.goto(f"{self.url}/login")
        form = page.locator("form.card")
        form.locator("[name=username]").fill(username)
        form.locator("[name=password]").fill(password)
        form.locator("[name=device_kind][value=own_phone]").check(force=True)
        form.locator("[type=submit]").first.click()
        page.wait_for_url(f"{self.url}/home")
        page.close()

    def form(self) -> Page:
        """The form of an activity, ready to be saved."""
        page = self.context.new_page()
        page.goto(f"{self.url}/outreach/new?channel=leaflet&like=none")
        page.locator("#place .opt").first.click()
        page.locator("[name^=count_]").first.fill("12")
        page.evaluate(STAY)
        return page

    def whole(self) -> dict[str, bool]:
        """Of each form that waits with a photo: whether all of it is there as it was written."""
        page = self.context.new_page()
        page.goto(f"{self.url}{QUIET}")
        found: dict[str, bool] = page.evaluate(WHOLE, OUTBOX)
        page.close()
        return found

    def look(self) -> tuple[Counter[str], list[str]]:
        """States of what waits, and the ids of what was sent."""
        page = self.context.new_page()
        page.goto(f"{self.url}{QUIET}")
        told = page.evaluate(LOOK, OUTBOX)
        page.close()
        return Counter(item["state"] for item in told["items"]), list(told["sent"])


class Saved(NamedTuple):
    """Milliseconds of each form."""

    took: list[float]
    """From "save" until it was kept."""
    laid: list[float]
    """Of its photo, before, until that lay in the phone; 0 without one."""


def save(page: Page, venues: list[str], photo: bytes = b"") -> Saved:
    """Save the open form once for each meeting point."""
    told = {"venues": venues, "photo": base64.b64encode(photo).decode()}
    return Saved(**page.evaluate(SAVE, told))


def begin_saving(page: Page, venues: list[str], photo: bytes = b"") -> None:
    """The same without waiting for any of it."""
    told = {"venues": venues, "photo": base64.b64encode(photo).decode()}
    page.evaluate(f"(told) => void ({SAVE})(told)", told)


@contextlib.contextmanager
def outbox_phone(playwright: Playwright, folder: Path, url: str) -> Iterator[OutboxPhone]:
    """A phone that is closed at the end."""
    phone = OutboxPhone(playwright.chromium, folder, url)
    try:
        yield phone
    finally:
        phone.close()


def _browsers_on(folder: Path) -> list[int]:
    """Every process that was started with this folder."""
    mark = f"--user-data-dir={folder}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if mark in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
    return found

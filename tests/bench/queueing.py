"""Saving a form into the phone: until the person may go on, and beside the bare database."""

import tempfile
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Page, sync_playwright

from tests.bench import stage
from tests.bench.pages import SLOWER_CPU
from tests.bench.table import BenchRow
from tests.support.images import photo
from tests.support.outbox_browser import OutboxPhone, outbox_phone, save
from tests.support.phone import MARK, OFFICER

SAVES = 60
QUEUED = 200
PHOTO = {"width": 2048, "height": 1536}
"""About 300 KB, when the phone has made it small."""
SAVE_MS, TIMES = 100, 1.3
# The floor: the same bytes into a database of the browser, one durable transaction each.
BARE = """async ({ count, size }) => {
  const opening = indexedDB.open("bench-floor");
  opening.onupgradeneeded = () => opening.result.createObjectStore("photos");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65536) {
    crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65536)));
  }
  const took = [];
  for (let number = 0; number < count; number += 1) {
    const begun = performance.now();
    const writing = opening.result.transaction("photos", "readwrite", { durability: "strict" });
    writing.objectStore("photos").put(new File([bytes, String(number)], "hinh.jpg"), number);
    await new Promise((resolve) => (writing.oncomplete = resolve));
    took.push(performance.now() - begun);
  }
  opening.result.close();
  return took;
}"""

# What one photo weighs in the outbox.
SIZE = """async () => {
  const opening = indexedDB.open("lang-nghe-outbox");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const asked = opening.result.transaction("items").objectStore("items").getAll();
  await new Promise((resolve) => (asked.onsuccess = resolve));
  opening.result.close();
  return asked.result.findLast(({ photos }) => photos.length > 0).photos[0].size;
}"""


def measure(instance: Path) -> list[BenchRow]:
    """On a prepared instance with the demo district."""
    picture = photo(**PHOTO)
    with (
        stage.product(instance) as product,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory(prefix="lang-nghe-phone-") as folder,
        outbox_phone(playwright, Path(folder), product.live.url) as phone,
    ):
        phone.sign_in(OFFICER, _password(product))
        _install(phone)
        pressed, whole, size = _queued(phone, picture)
        words, both = _slowed(phone, b""), _slowed(phone, picture)
    return [
        BenchRow("saving a form into the phone, 4 x slower CPU, p95", words, SAVE_MS, "ms"),
        BenchRow("the same with a photo, p95", both, SAVE_MS, "ms"),
        BenchRow(f"{QUEUED} photos of {size // 1_000} KB each with their forms", whole, TIMES, "x"),
        BenchRow("the same, only while the person waits", pressed, None, "x"),
    ]


def _password(product: stage.Product) -> str:
    sign_ins = product.live.demo["sign_ins"]
    return str(next(one["password"] for one in sign_ins if one["username"] == OFFICER))


def _install(phone: OutboxPhone) -> None:
    """Let everything that a first visit starts come to its end."""
    page = phone.context.new_page()
    page.goto(f"{phone.url}/home", wait_until="networkidle")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.reload(wait_until="networkidle")
    page.close()


def _form(phone: OutboxPhone) -> Page:
    """The form, on a phone that has lost its network."""
    phone.context.set_offline(False)
    page = phone.form()
    page.wait_for_function("navigator.serviceWorker.controller")
    phone.context.set_offline(True)
    return page


def _queued(phone: OutboxPhone, picture: bytes) -> tuple[float, float, int]:
    """Time in which a person waits, and all that it takes, as ratios to the floor with as many
    bytes, in turns of ten each; and how many bytes a photo has.
    """
    page = _form(phone)
    pressed = whole = bare = 0.0
    for turn in range(QUEUED // 10):
        saved = save(page, [f"{MARK}{turn}-{number}" for number in range(10)], picture)
        size = page.evaluate(SIZE)
        pressed += sum(saved.took)
        whole += sum(saved.took) + sum(saved.laid)
        bare += sum(page.evaluate(BARE, {"count": 10, "size": size}))
    page.close()
    return pressed / bare, whole / bare, size


def _slowed(phone: OutboxPhone, picture: bytes) -> float:
    page = _form(phone)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
    took = save(page, [f"{MARK}s{number}" for number in range(SAVES)], picture).took
    page.close()
    return quantiles(took, n=20)[-1]

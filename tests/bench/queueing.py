"""Saving a form into the phone: until the person may go on, and beside the bare database."""

import tempfile
from pathlib import Path
from statistics import quantiles

from playwright.sync_api import Page, sync_playwright

from tests.bench import stage
from tests.bench.pages import SLOW_3G, SLOWER_CPU
from tests.bench.table import BenchRow
from tests.support.images import photo
from tests.support.outbox_browser import OutboxPhone, outbox_phone, save
from tests.support.phone import MARK, OFFICER

SAVES = 100
QUEUED = 200
PHOTO = {"width": 1760, "height": 1320}
"""About 360 KB, as the phone sends it."""
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
        ours, bare = _queued(phone, picture)
        words, both = _slowed(phone, b""), _slowed(phone, picture)
    return [
        BenchRow(
            "saving a form into the phone, 4 x slower CPU, slow 3G, p95", words, SAVE_MS, "ms"
        ),
        BenchRow("the same with a photo, p95", both, SAVE_MS, "ms"),
        BenchRow(f"{QUEUED} forms with {len(picture) // 1_000} KB each", ours / 1_000, None, "s"),
        BenchRow("the same, of the bare IndexedDB loop", ours / bare, TIMES, "x"),
    ]


def _password(product: stage.Product) -> str:
    sign_ins = product.live.demo["sign_ins"]
    return str(next(one["password"] for one in sign_ins if one["username"] == OFFICER))


def _queued(phone: OutboxPhone, picture: bytes) -> tuple[float, float]:
    """Milliseconds of our saves and of the floor's, in turns of ten each."""
    page = phone.form()
    ours = bare = 0.0
    for turn in range(QUEUED // 10):
        venues = [f"{MARK}{turn}-{number}" for number in range(10)]
        ours += sum(save(page, venues, picture))
        bare += sum(page.evaluate(BARE, {"count": 10, "size": len(picture)}))
    page.close()
    return ours, bare


def _slowed(phone: OutboxPhone, picture: bytes) -> float:
    page = phone.form()
    _slow_down(page)
    took = save(page, [f"{MARK}s{number}" for number in range(SAVES)], picture)
    page.close()
    return quantiles(took, n=20)[-1]


def _slow_down(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})

"""A 12 megapixel photo made small on the phone, beside the bare calls of the browser."""

import base64
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.bench import stage
from tests.bench.pages import SLOWER_CPU
from tests.bench.table import BenchRow
from tests.support.chromium import FLAGS, find_chromium
from tests.support.images import saved, scene
from tests.support.outbox_browser import PHONE, STAY
from tests.support.phone import OFFICER

ROUNDS = 9
SLOWED = 3
KB, TIMES, TASK_MS = 400, 1.2, 100
GPS = 0x8825
TAKE = """(photo) => {
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  window.picture = new File([bytes], "IMG_1.jpg", { type: "image/jpeg" });
  window.tasks = [];
  const watch = new PerformanceObserver((list) => window.tasks.push(...list.getEntries()));
  watch.observe({ type: "longtask" });
}"""
# As a person chooses it, until the form holds the small one; `longest` task of the page meanwhile.
OURS = """async () => {
  const form = document.querySelector("form[data-outbox]");
  form.querySelectorAll(".photo-strip button.remove").forEach((button) => button.click());
  await new Promise((resolve) => setTimeout(resolve, 500));
  const box = form.querySelector("[data-source=gallery]");
  const ready = new Promise((resolve) => {
    form.addEventListener("pictures", function heard({ detail: [small] }) {
      if (small) {
        form.removeEventListener("pictures", heard);
        resolve([performance.now(), small]);
      }
    });
  });
  const files = new DataTransfer();
  files.items.add(window.picture);
  window.tasks.length = 0;
  box.dispatchEvent(new Event("click", { cancelable: true }));
  const begun = performance.now();
  box.files = files.files;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  const [done, small] = await ready;
  await new Promise((resolve) => setTimeout(resolve, 500));
  const longest = Math.max(0, ...window.tasks.map(({ duration }) => duration));
  const text = new TextDecoder("latin1").decode(await small.arrayBuffer());
  return { took: done - begun, size: small.size, longest, hasPlace: text.includes("Exif") };
}"""
BARE = """async () => {
  const begun = performance.now();
  const bitmap = await createImageBitmap(window.picture);
  const canvas = new OffscreenCanvas(1536, 2048);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, 1536, 2048);
  const small = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.7 });
  bitmap.close();
  return small.size > 0 && performance.now() - begun;
}"""


def measure(instance: Path) -> list[BenchRow]:
    """On a prepared instance with the demo district."""
    with stage.product(instance) as product, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        page = browser.new_context(**PHONE, service_workers="block").new_page()
        _open(page, product)
        ours, bare = _in_turns(page)
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
        slowed = [page.evaluate(OURS) for _ in range(SLOWED)]
        browser.close()
    ratio = median(one["took"] / floor for one, floor in zip(ours, bare, strict=True))
    task = max(one["longest"] for one in slowed)
    size = max(one["size"] for one in ours) / 1_000
    places = sum(one["hasPlace"] for one in ours)
    return [
        BenchRow("a photo of 12 megapixels made small on the phone", size, KB, "KB"),
        BenchRow("time for it, of the bare calls of the browser", ratio, TIMES, "x"),
        BenchRow("longest task of the page meanwhile, 4 x slower CPU", task, TASK_MS, "ms"),
        BenchRow("of them still with what the camera wrote", places, 0, ""),
    ]


def _open(page: Page, product: stage.Product) -> None:
    """The form of an activity, with the photo at hand."""
    demo = product.live.demo["sign_ins"]
    password = next(one["password"] for one in demo if one["username"] == OFFICER)
    page.goto(f"{product.live.url}/login")
    page.locator("form.card [name=username]").fill(OFFICER)
    page.locator("form.card [name=password]").fill(password)
    page.locator("form.card [type=submit]").first.click()
    page.wait_for_url(f"{product.live.url}/home")
    page.goto(f"{product.live.url}/outreach/new?channel=leaflet&like=none")
    page.wait_for_load_state("networkidle")
    page.evaluate(STAY)
    page.evaluate(TAKE, base64.b64encode(_photo()).decode())


def _photo() -> bytes:
    """Held upright, with the place in it: close to 3 MB."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Phone"
    exif.get_ifd(GPS).update({1: "N", 2: (10.0, 27.0, 30.0), 3: "E", 4: (105.0, 38.0, 0.0)})
    return saved(scene(4000, 3000), quality=90, subsampling=2, exif=exif)


def _in_turns(page: Page) -> tuple[list[dict[str, Any]], list[float]]:
    """Ours and the floor's, after one of each to warm up."""
    ours, bare = [], []
    for _ in range(ROUNDS + 1):
        ours.append(page.evaluate(OURS))
        bare.append(page.evaluate(BARE))
    return ours[1:], bare[1:]

"""Forms of the outbox as somebody fills them in: each under an id and with words of its own."""

import base64
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from playwright.sync_api import Page

from tests.support.phone import MARK

STAY = "navigation.addEventListener('navigate', (event) => event.preventDefault())"
"""Keeps the page on the form after a save, so that the next one is filled in at once."""
CHOOSE = """(box) => {
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}"""
PHOTO_EVERY = 3
"""Every third form goes without a photo."""
# Fills the form that is open and saves it, one after the other, until each was called kept.
SAVE = """async ({ forms, box, photo }) => {
  const form = document.querySelector("form[data-outbox]");
  const status = form.querySelector(".savebar [role=status]");
  const [id, words] = ["id", box].map((name) => form.elements.namedItem(name));
  const gallery = form.querySelector("[data-source=gallery]");
  const bytes = Uint8Array.from(atob(photo), (letter) => letter.charCodeAt(0));
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const took = [];
  for (const one of forms) {
    const begun = performance.now();
    form.querySelectorAll(".photo-strip button.remove").forEach((button) => button.click());
    id.value = one.id;
    words.value = one.text;
    words.dispatchEvent(new Event("change", { bubbles: true }));
    if (one.has_photo) {
      const files = new DataTransfer();
      files.items.add(new File([bytes], "hinh.jpg", { type: "image/jpeg" }));
      gallery.files = files.files;
      gallery.dispatchEvent(new Event("change", { bubbles: true }));
    }
    status.textContent = "";
    form.requestSubmit();
    while (status.textContent !== form.dataset.kept) {
      if (performance.now() - begun > 90_000) {
        throw new Error(`not kept: ${status.textContent}`);
      }
      await pause(5);
    }
    took.push(performance.now() - begun);
  }
  return took;
}"""


@dataclass(frozen=True)
class Kind:
    """One of the three forms: where it stands, and which of its boxes takes the words."""

    path: str
    box: str
    chosen: tuple[str, ...] = ()
    """What is tapped once."""
    typed: dict[str, str] = field(default_factory=dict)


KINDS = {
    "outreach": Kind(
        "/outreach/new?channel=leaflet&like=none",
        "venue",
        ("#place [type=radio]",),
        {"[name^=count_]": "12"},
    ),
    "forum": Kind(
        "/forums/new",
        "venue",
        ("#place [type=radio]",),
        {"[name=opinion-1-gist]": "Hẻm tối"},
    ),
    "tip": Kind(
        "/tips/new",
        "story",
        ("[name=source]", "[name=category]", "[name=slip][value=none]"),
    ),
}


@dataclass(frozen=True)
class Filled:
    """A form that somebody writes: its id, its words, and whether it has a photo."""

    id: str
    kind: str
    text: str
    has_photo: bool


class Desk:
    """Hands out forms that all differ, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance, self._seed, self._count = Random(seed), seed, 0

    def write(self, kind: str, many: int, *, has_photos: bool = True) -> list[Filled]:
        """So many more of a kind."""
        return [self._one(kind, has_photos) for _ in range(many)]

    def _one(self, kind: str, has_photos: bool) -> Filled:
        self._count += 1
        drawn = UUID(int=self._chance.getrandbits(128), version=4)
        text = f"{MARK}{self._seed}-{self._count}"
        return Filled(str(drawn), kind, text, has_photos and self._count % PHOTO_EVERY != 0)


def open_form(page: Page, server: str, kind: str, *, stays: bool = True) -> None:
    """The form with everything in it that is the same for all."""
    form = KINDS[kind]
    page.goto(server + form.path)
    for selector in form.chosen:
        page.locator(selector).first.evaluate(CHOOSE)
    for selector, text in form.typed.items():
        page.locator(selector).first.fill(text)
    if stays:
        page.evaluate(STAY)


def save(page: Page, forms: list[Filled], photo: bytes) -> list[float]:
    """Save these, all of one kind, through the open form; raises unless each was called kept.

    Milliseconds that each took, its picture made small among them."""
    return list(page.evaluate(SAVE, _told(forms, photo)))


def begin_saving(page: Page, forms: list[Filled], photo: bytes) -> None:
    """The same without waiting for any of it."""
    page.evaluate(f"(told) => void ({SAVE})(told).catch(() => 0)", _told(forms, photo))


def _told(forms: list[Filled], photo: bytes) -> dict[str, object]:
    return {
        "forms": [vars(one) for one in forms],
        "box": KINDS[forms[0].kind].box,
        "photo": base64.b64encode(photo).decode(),
    }

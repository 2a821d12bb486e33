"""What is looked at on an open page: axe-core's rules, the width, the title and the Tab key."""

from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
NARROW = {"width": 320, "height": 740}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
MOST_TABS = 600

_RUN = """(only) => axe.run(document, {runOnly: only, resultTypes: ["violations"], preload: false})
  .then((result) => result.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 120)}`)))"""

_LET_GO_OF_BARS = """() => {
  for (const one of document.body.querySelectorAll("*")) {
    if (getComputedStyle(one).position === "sticky") one.style.position = "relative";
  }
}"""
_HOLD_BARS = """() => {
  for (const one of document.querySelectorAll("[style]")) one.style.position = "";
}"""

_WIDEST = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return "";
  const wide = [...document.body.querySelectorAll("*")]
    .filter((one) => one.getBoundingClientRect().right > room + 1);
  const last = wide.find((one) => ![...one.children].some((child) => wide.includes(child)));
  return `${document.documentElement.scrollWidth} px, ${last?.outerHTML.slice(0, 120)}`;
}"""

_FROM_THE_TOP = """() => {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  scrollTo(0, 0);
}"""

_WATCH_FOCUS = """() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [tabindex]";
  const isReached = (one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden"
    && one.getClientRects().length > 0 && one.checkVisibility({visibilityProperty: true});
  const group = (one) => [...document.getElementsByName(one.name)]
    .filter((other) => other.type === "radio" && other.form === one.form && isReached(other));
  const standsForGroup = (one) => {
    if (one.type !== "radio" || !one.name) return true;
    const mates = group(one);
    return one === (mates.find((mate) => mate.checked) ?? mates[0]);
  };
  const hasRing = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const bearers = (one) => [one, one.nextElementSibling, one.previousElementSibling,
    ...(one.labels ?? []), one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  const isOnTop = (one) => {
    const whole = one.getBoundingClientRect();
    const [x1, y1] = [Math.max(0, whole.left), Math.max(0, whole.top)];
    const [x2, y2] = [Math.min(innerWidth, whole.right), Math.min(innerHeight, whole.bottom)];
    const box = new DOMRect(x1, y1, x2 - x1, y2 - y1);
    return [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]].some(([x, y]) => {
      const top = document.elementFromPoint(box.x + box.width * x, box.y + box.height * y);
      return top !== null && (one.contains(top) || top.contains(one) && top !== document.body
        && top !== document.documentElement && top.id !== "main");
    });
  };
  const words = (one) => one.outerHTML.replace(/\\s+/g, " ").slice(0, 120);
  const watch = {seen: [], wrong: [], isOver: false};
  watch.note = () => {
    const now = document.activeElement ?? document.body;
    const met = watch.seen.length;
    watch.isOver ||= met > 0 && (now === document.body || met > 1 && now === watch.seen[0]);
    if (now === document.body || watch.seen.includes(now)) return;
    watch.seen.push(now);
    const ring = bearers(now).find(hasRing);
    if (!ring) watch.wrong.push(`no focus to be seen: ${words(now)}`);
    else if (!isOnTop(ring) && !isOnTop(now)) watch.wrong.push(`focus is hidden: ${words(now)}`);
  };
  watch.verdict = () => {
    const wanted = [...document.querySelectorAll(CONTROLS)].filter(isReached)
      .filter(standsForGroup);
    const met = watch.seen.filter((one) => wanted.includes(one));
    const missed = wanted.filter((one) => !met.includes(one));
    const astray = met.find((one, place) => one !== wanted.filter((w) => met.includes(w))[place]);
    return [...watch.wrong, ...missed.map((one) => `Tab never reaches ${words(one)}`),
      ...(astray ? [`Tab goes astray at ${words(astray)}`] : [])];
  };
  document.addEventListener("keydown", watch.note, true);
  window.watchOfFocus = watch;
}"""


@dataclass
class Findings:
    """What is wrong on the pages that were looked at; each line names its page."""

    way: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    width: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    keyboard: list[str] = field(default_factory=list)


def look(page: Page, name: str, found: Findings) -> None:
    """Look at the page that is open, at two widths and in two themes."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found.rules += [f"{name}: {line}" for line in _rules(page)]
    found.title += [f"{name}: {line}" for line in _title(page)]
    found.width += [f"{name}: {line}" for line in _width(page)]
    found.keyboard += [f"{name}: {line}" for line in _keyboard(page)]


def _rules(page: Page) -> list[str]:
    """Every rule once at each width; what depends on colours in both themes at both.

    Bars that stay on the screen are let go meanwhile: what lies under one is scrolled out of it.
    """
    page.evaluate(_LET_GO_OF_BARS)
    page.evaluate(AXE)
    seen = []
    for viewport, full, other in ((PHONE, "light", "dark"), (DESK, "dark", "light")):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        for theme, only in (
            (full, {"type": "tag", "values": WCAG}),
            (other, {"type": "rule", "values": COLOURS}),
        ):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            seen += [f"{viewport['width']} {theme} {line}" for line in page.evaluate(_RUN, only)]
    page.emulate_media(color_scheme="light")
    page.evaluate(_HOLD_BARS)
    return seen


def _title(page: Page) -> list[str]:
    headings = page.locator("h1")
    if headings.count() != 1:
        return [f"{headings.count()} main headings"]
    heading = " ".join((headings.first.text_content() or "").split())
    title = page.title()
    expected = (heading, f"Lỗi: {heading}")
    return [] if heading and title.startswith(expected) else [f"“{title}” over “{heading}”"]


def _width(page: Page) -> list[str]:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    plain = page.evaluate(_WIDEST)
    was = page.evaluate("document.documentElement.dataset.text ?? ''")
    page.evaluate("document.documentElement.dataset.text = 'xl'")
    large = page.evaluate(_WIDEST)
    page.evaluate("(was) => { document.documentElement.dataset.text = was; }", was)
    named = {"at 320 px": plain, "in the largest text": large}
    return [f"{where} {what}" for where, what in named.items() if what]


def _keyboard(page: Page) -> list[str]:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.evaluate(_FROM_THE_TOP)
    page.evaluate(_WATCH_FOCUS)
    for _ in range(MOST_TABS // 10):
        for _ in range(10):
            page.keyboard.press("Tab")
        if page.evaluate("watchOfFocus.isOver"):
            break
    lines: list[str] = page.evaluate("watchOfFocus.verdict()")
    return lines

/**
 * A forum written down line by line: Enter sends the line off and empties the box. Lines that the
 * network has not taken yet stand at the end of the list.
 */

import { sweep } from "./drafts.js";
import { Composer } from "./live_composer.js";

const KEEP_AFTER_MS = 400;

/**
 * @param {Composer} live
 * @param {MouseEvent} event
 */
function onClick(live, event) {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link?.dataset.back !== undefined) {
    event.preventDefault();
    live.leaveChange();
  } else if (link?.dataset.change) {
    event.preventDefault();
    takeUp(live, link);
  }
}

/**
 * @param {Composer} live
 * @param {HTMLAnchorElement} link beside the line that is to be changed
 */
function takeUp(live, link) {
  const row = /** @type {HTMLElement} */ (link.closest("li"));
  const { change: to = "", number = "", version } = link.dataset;
  const gist = row.querySelector(".title")?.textContent ?? "";
  live.begin({ id: row.dataset.line ?? "", to, version: Number(version), number }, gist);
}

/**
 * Enter sends; while a word is still being composed it belongs to the keyboard.
 * @param {Composer} live
 * @param {KeyboardEvent} event
 */
function onKey(live, event) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    live.submit();
  } else if (event.key === "Escape" && live.change) {
    live.leaveChange();
  }
}

/**
 * Nobody leaves for the record while lines wait here: they would be sent at the next visit only.
 * @param {Composer} live
 * @param {SubmitEvent} event
 */
function onEnd(live, event) {
  if (live.queue.waiting > 0) {
    event.preventDefault();
    void live.sender.send();
    document.querySelector("#end [role=alert]")?.removeAttribute("hidden");
  }
}

/** @param {HTMLElement} form */
export function attach(form) {
  sweep(localStorage, Date.now());
  if (!(form instanceof HTMLFormElement)) {
    return;
  }
  const live = new Composer(form);
  const { line = "", number = "" } = form.dataset;
  if (line) {
    const version = Number(/** @type {HTMLInputElement} */ (form.elements.namedItem("version")).value);
    const gist = live.box.value;
    live.box.value = "";
    live.begin({ id: line, to: form.getAttribute("action") ?? "", version, number }, gist);
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let clock;
  form.addEventListener("submit", (event) => (event.preventDefault(), live.submit()));
  live.box.addEventListener("keydown", (event) => onKey(live, event));
  live.box.addEventListener("input", () => {
    clearTimeout(clock);
    clock = setTimeout(() => void live.keep(), KEEP_AFTER_MS);
  });
  const end = /** @type {HTMLFormElement | null} */ (document.querySelector("#end"));
  end?.addEventListener("submit", (event) => onEnd(live, event));
  document.addEventListener("click", (event) => onClick(live, event));
  document.addEventListener("htmx:afterSwap", () => live.show());
  document.addEventListener("visibilitychange", () => (live.keep(), live.sender.send()));
  window.addEventListener("online", () => void live.sender.send());
  window.addEventListener("pagehide", () => void live.keep());
  window.addEventListener("beforeunload", (event) => {
    if (!live.isKept && live.queue.waiting > 0) {
      event.preventDefault();
    }
  });
  void live.restore();
}

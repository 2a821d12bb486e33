/**
 * Attaches behaviour to elements that name it: `data-behaviour="stepper"`, several by a space.
 * They are fetched only when the page, or a part that htmx swapped in, asks for one. Those that every
 * page asks for are imported here: they are published within this file.
 * An element with `data-if` asks only on a device that keeps something under that name, one with
 * `data-after` so many milliseconds later.
 */

import { attach as poll } from "./behaviours/poll.js";
import { attach as request_errors } from "./behaviours/request_errors.js";
import { attach as sync } from "./behaviours/sync.js";

/** @typedef {(element: HTMLElement) => void} Attach */

/** @type {Record<string, Attach>} */
const HERE = { poll, request_errors, sync };

/**
 * The files of those that do not come with the others in `pages.js`.
 * @type {Record<string, string>}
 */
const APART = {
  kept_list: "offline",
  kept_page: "offline",
  offline: "offline",
  push: "offline",
  sign_out: "offline",
  signs_in: "offline",
};

/**
 * @param {string} name
 * @returns {Promise<Attach>}
 */
const fetched = async (name) => (await import(`./${APART[name] ?? "pages"}.js`))[name];

/** @type {WeakSet<Element>} */
const attached = new WeakSet();

/** @param {HTMLElement} element */
async function attachTo(element) {
  const { after, behaviour } = element.dataset;
  if (after) {
    await new Promise((go) => setTimeout(go, Number(after)));
  }
  const names = behaviour?.match(/\w+/g) ?? [];
  for (const attach of await Promise.all(names.map((name) => HERE[name] ?? fetched(name)))) {
    attach(element);
  }
}

/** @param {Element | Document} root */
function attachAll(root) {
  const found = [...root.querySelectorAll("[data-behaviour]")];
  if (root instanceof Element && root.matches("[data-behaviour]")) {
    found.unshift(root);
  }
  for (const element of found) {
    if (!(element instanceof HTMLElement) || attached.has(element)) {
      continue;
    }
    const { if: kept } = element.dataset;
    if (!kept || localStorage.getItem(kept)) {
      attached.add(element);
      void attachTo(element);
    }
  }
}

document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) {
    attachAll(event.target);
  }
});
attachAll(document);

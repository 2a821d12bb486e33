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
 * @param {string} name
 * @returns {Promise<Attach>}
 */
const fetched = async (name) => /** @type {any} */ (await import("./pages.js"))[name];

/** @type {WeakSet<Element>} */
const attached = new WeakSet();

/** @param {HTMLElement} element */
const namesOf = (element) => element.dataset.behaviour?.match(/\w+/g) ?? [];

/** @param {HTMLElement} element */
async function begun(element) {
  const { after } = element.dataset;
  if (after) {
    await new Promise((go) => setTimeout(go, Number(after)));
  }
  return Promise.all(namesOf(element).map((name) => HERE[name] ?? fetched(name)));
}

/**
 * All at one go once their files are here: a draft that comes back needs whatever draws its boxes.
 * @param {HTMLElement[]} elements
 */
async function attachTo(elements) {
  const all = await Promise.allSettled(elements.map(begun));
  elements.forEach((element, index) => {
    const one = all[index];
    // What did not come, or fails here, takes none of the others with it.
    for (const attach of one?.status === "fulfilled" ? one.value : []) {
      queueMicrotask(() => attach(element));
    }
  });
}

/** @param {Element} element @returns {element is HTMLElement} that has not been attached to, and asks on this device */
function isWaiting(element) {
  if (!(element instanceof HTMLElement) || attached.has(element)) {
    return false;
  }
  const { if: kept } = element.dataset;
  return !kept || localStorage.getItem(kept) !== null;
}

/** @param {HTMLElement} element whether it asks for what comes later, or is here already */
const isAlone = (element) => element.dataset.after !== undefined || namesOf(element).every((name) => HERE[name]);

/** @param {Element | Document} root */
function attachAll(root) {
  const found = [...root.querySelectorAll("[data-behaviour]")];
  if (root instanceof Element && root.matches("[data-behaviour]")) {
    found.unshift(root);
  }
  const waiting = found.filter(isWaiting);
  waiting.forEach((element) => attached.add(element));
  waiting.filter(isAlone).forEach((element) => void attachTo([element]));
  void attachTo(waiting.filter((element) => !isAlone(element)));
}

document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) {
    attachAll(event.target);
  }
});
attachAll(document);

/**
 * Attaches behaviour to elements that name it: `data-behaviour="stepper"`, several by a space.
 * A module is fetched only when the page, or a part that htmx swapped in, asks for it. Those that
 * every page asks for are imported whole here: they are published as one file with this one.
 */

import * as poll from "./poll.js";
import * as request_errors from "./request_errors.js";
import * as sync from "./sync.js";

/** @typedef {{ attach: (element: HTMLElement) => void }} Behaviour */

/** @type {Record<string, () => Behaviour | Promise<Behaviour>>} */
const MODULES = {
  beside: () => import("./beside.js"),
  confirm_once: () => import("./confirm_once.js"),
  draft: () => import("./draft.js"),
  draft_done: () => import("./draft_done.js"),
  focus_errors: () => import("./focus_errors.js"),
  fold_choice: () => import("./fold_choice.js"),
  locate: () => import("./locate.js"),
  opinions: () => import("./opinions.js"),
  photo_input: () => import("./photo_input.js"),
  pick_all: () => import("./pick_all.js"),
  poll: () => poll,
  print_page: () => import("./print_page.js"),
  request_errors: () => request_errors,
  sending: () => import("./sending.js"),
  sheet: () => import("./sheet.js"),
  stepper: () => import("./stepper.js"),
  sync: () => sync,
  use_text: () => import("./use_text.js"),
};

/** @type {WeakSet<Element>} */
const attached = new WeakSet();

/** @param {HTMLElement} element */
async function attachTo(element) {
  const names = (element.dataset.behaviour ?? "").split(" ");
  const modules = await Promise.all(names.map((name) => MODULES[name]?.()));
  for (const module of modules) {
    module?.attach(element);
  }
}

/** @param {Element | Document} root */
export function attachAll(root) {
  const found = [...root.querySelectorAll("[data-behaviour]")];
  if (root instanceof Element && root.matches("[data-behaviour]")) {
    found.unshift(root);
  }
  for (const element of found) {
    if (element instanceof HTMLElement && !attached.has(element)) {
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

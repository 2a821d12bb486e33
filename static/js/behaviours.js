/**
 * Attaches behaviour to elements that name it: `data-behaviour="stepper"`, several by a space.
 * A module is fetched only when the page, or a part that htmx swapped in, asks for it.
 */

/** @typedef {{ attach: (element: HTMLElement) => void }} Behaviour */

/** @type {Record<string, () => Promise<Behaviour>>} */
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
  poll: () => import("./poll.js"),
  print_page: () => import("./print_page.js"),
  request_errors: () => import("./request_errors.js"),
  sheet: () => import("./sheet.js"),
  stepper: () => import("./stepper.js"),
  sync: () => import("./sync.js"),
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

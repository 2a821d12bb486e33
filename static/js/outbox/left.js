/** One line on pages of a phone in which forms wait; while such a page is open they are sent. */

import { fill } from "../fill.js";
import { keepSending } from "./keeping.js";
import { mark } from "./world.js";

/** @param {HTMLElement} line */
export async function attach(line) {
  const place = /** @type {HTMLElement} */ (line.querySelector("[data-words]"));
  const show = async () => {
    const left = (await keeping?.store.count()) ?? 0;
    mark(left);
    line.hidden = left === 0;
    place.textContent = fill(place.dataset.words, left);
  };
  const keeping = await keepSending({ changed: () => void show() }).catch(() => undefined);
  if (keeping) {
    await show();
    await keeping.again();
  }
}

/** One line on pages of a phone in which forms wait; while such a page is open they are sent. */

import { fill } from "../pages/fill.js";
import { keepSending } from "./keeping.js";
import { settleKnown } from "./known.js";
import { renewFrom } from "./renewal.js";
import { mark } from "./world.js";

/** @param {HTMLElement} line */
export async function attach(line) {
  const place = /** @type {HTMLElement} */ (line.querySelector("[data-words]"));
  const { owner, words, needs } = place.dataset;
  /** @param {import("./queue.js").Item} item */
  const isMine = (item) => !owner || item.owner === owner;
  const show = async () => {
    const items = (await keeping?.store.items()) ?? [];
    mark(items.length);
    const mine = items.filter(isMine);
    const back = mine.filter(({ state }) => state !== "waiting");
    line.hidden = mine.length === 0;
    place.textContent = owner && back.length > 0 ? fill(needs, back.length) : fill(words, mine.length);
  };
  const keeping = await keepSending({ changed: () => void show() }).catch(() => undefined);
  if (keeping) {
    const link = line.querySelector("a");
    await show();
    if (owner && link) {
      await renewFrom(keeping.store, isMine, link.href).catch(() => undefined);
      await settleKnown(keeping.store, isMine, `${link.href}/known`);
      await show();
    }
    await keeping.again(owner ? isMine : undefined);
  }
}

/** What goes from this browser when somebody signs out. What waits to be sent stays. */

import { disown } from "./owner.js";
import { canWork } from "./register.js";
import { openShelf } from "./shelf.js";

const DRAFT = "draft:";

/** @param {Pick<Storage, "key" | "length" | "removeItem">} storage */
export function dropDrafts(storage) {
  const names = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  for (const name of names) {
    if (name?.startsWith(DRAFT)) {
      storage.removeItem(name);
    }
  }
}

/**
 * Takes pages, key and drafts away, and remembers who left.
 * @param {string} name of their sign-in, where the page knows it
 */
export async function leave(name) {
  disown();
  dropDrafts(localStorage);
  if (canWork()) {
    await (await openShelf()).leave(name);
  }
}

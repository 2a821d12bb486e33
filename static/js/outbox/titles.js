/** What this officer may read of what waits here, opened with the key of the page. */

import { openOwn } from "../pages/own.js";

/** @typedef {import("./rows.js").Context} Context */

/**
 * @param {HTMLElement} page
 * @param {Map<string, number>} sent bytes on their way
 * @param {Pick<import("./store.js").Store, "own">} store
 * @param {import("./queue.js").Item[]} items
 * @param {import("./store.js").Sent[]} gone
 * @returns {Promise<Omit<Context, "going">>}
 */
export async function contextOf(page, sent, store, items, gone) {
  const key = page.dataset.outboxKey ?? "";
  /** @type {Map<string, string>} */
  const titles = new Map();
  /** @type {Set<string>} */
  const readable = new Set();
  /** @type {(id: string, title: import("../pages/own.js").Sealed | null | undefined) => Promise<void>} */
  const open = async (id, title) => {
    const text = await openOwn(key, `${id}/title`, title);
    if (text) {
      titles.set(id, text);
    }
  };
  for (const { id } of items) {
    const own = await store.own(id);
    await open(id, own?.title);
    if (own?.words) {
      readable.add(id);
    }
  }
  for (const { id, title } of gone) {
    await open(id, title);
  }
  return { page, titles, readable, sent, now: Date.now() };
}

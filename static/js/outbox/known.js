/** What came back may have been put right on another screen meanwhile: the server is asked. */

import { wordsSettled } from "./queue.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {{ id: string, url: string, version: string }} Known a record that a form became */

const MOST = 50;

/**
 * What became of an item; nothing while it still waits for a person. Where the record says something
 * else, it has to be another version of it than the one that the person was told of.
 * @param {Item} item
 * @param {Known[]} known
 * @returns {Item | undefined}
 */
export function settledBy(item, known) {
  const found = known.find(({ id, version }) => id === item.id && version !== item.told?.version);
  return found && wordsSettled(item, "sent", { id: found.id, url: found.url });
}

/**
 * @param {string} address
 * @param {Item[]} items
 * @returns {Promise<Known[]>} nothing where there is no network
 */
async function ask(address, items) {
  const asked = new URLSearchParams(items.map(({ id }) => ["item", id]));
  try {
    const answer = await fetch(`${address}?${asked}`, { redirect: "error", cache: "no-store" });
    return answer.ok ? (await answer.json()).known : [];
  } catch {
    return [];
  }
}

/**
 * @param {Pick<import("./store.js").Store, "items" | "keep">} store
 * @param {(item: Item) => boolean} isMine
 * @param {string} address where the server is asked
 */
export async function settleKnown(store, isMine, address) {
  const waiting = (await store.items()).filter((item) => isMine(item) && item.state === "needs" && !item.hasGone);
  const known = waiting.length > 0 ? await ask(address, waiting.slice(0, MOST)) : [];
  for (const item of waiting) {
    const settled = settledBy(item, known);
    await (settled && store.keep(settled, Date.now()));
  }
}

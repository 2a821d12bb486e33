/** What the server said of what was sent is its author's to read: it is sealed as soon as a page of theirs is there. */

import { openOwn, sealOwn } from "../pages/own.js";

/** @typedef {import("./store.js").Sent} Sent */

/**
 * What was sent with what was said of it; all that stays readable is whether somebody waits for a slip.
 * @param {Pick<import("./store.js").Store, "noteSent">} store
 * @param {string} key
 * @param {Sent} sent
 * @returns {Promise<Sent>}
 */
export async function withTold(store, key, sent) {
  const bound = `${sent.id}/told`;
  if (sent.sealed) {
    return { ...sent, told: (await openOwn(key, bound, sent.sealed)) ?? sent.told };
  }
  const sealed = await sealOwn(key, bound, sent.told);
  await store.noteSent(sent.id, { sealed, told: sent.told.slip === undefined ? {} : { slip: "" } });
  return sent;
}

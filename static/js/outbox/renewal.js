/** What waited for a sign-in goes on under a fresh pass of its author. */

import { passLetter } from "./parcel.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {Pick<import("./store.js").Store, "items" | "renew">} Store */

/**
 * @param {Store} store
 * @param {(item: Item) => boolean} isMine
 * @param {DOMStringMap} said the server's key and a pass, as the outbox's own page has them
 */
export async function renew(store, isMine, { letterKey = "", pass = "" }) {
  for (const item of await store.items()) {
    if (item.state === "sign-in" && isMine(item) && pass) {
      await store.renew(item.id, await passLetter(letterKey, item.id, pass));
    }
  }
}

/**
 * From any other page, which has no pass: the outbox's own is asked for one.
 * @param {Store} store
 * @param {(item: Item) => boolean} isMine
 * @param {string} address of the outbox
 */
export async function renewFrom(store, isMine, address) {
  const waits = (await store.items()).some((item) => item.state === "sign-in" && isMine(item));
  if (!waits || !navigator.onLine) {
    return;
  }
  const answer = await fetch(address, { redirect: "error", cache: "no-store" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const holder = /** @type {HTMLElement | null} */ (page.querySelector("[data-pass]"));
  await renew(store, isMine, holder?.dataset ?? {});
}

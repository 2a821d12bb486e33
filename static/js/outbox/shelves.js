/** The shelves of the outbox in this browser's own database. */

import { openDB } from "../../vendor/idb-8.0.4/index.js";

/** @typedef {import("../../vendor/idb-8.0.4/index.js").IDBPDatabase} Database */

const NAME = "lang-nghe-outbox";

/** Whether this browser can keep and seal anything: both want HTTPS, and no private window of old. */
export const canKeep = () => typeof indexedDB !== "undefined" && globalThis.crypto?.subtle !== undefined;

/** A browser that takes longer to open its database will not open it. */
const PATIENCE_MS = 3_000;

/**
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export function soon(work) {
  /** @type {Promise<never>} */
  const late = new Promise((_, fail) => setTimeout(() => fail(new Error("too late")), PATIENCE_MS));
  return Promise.race([work, late]);
}

/** @returns {Promise<Database>} */
export function openShelves() {
  return openDB(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("items", { keyPath: "id" });
      fresh.createObjectStore("letters");
      fresh.createObjectStore("own");
      fresh.createObjectStore("photos", { keyPath: "id" }).createIndex("item", "item");
      fresh.createObjectStore("sent", { keyPath: "id" });
      fresh.createObjectStore("settings");
    },
    // Another tab with a newer build wants to change the shelves: this one lets go.
    blocking: (_now, _wanted, event) => /** @type {IDBDatabase} */ (event.target).close(),
  });
}

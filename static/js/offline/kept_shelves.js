/** The shelves of kept pages in this browser's own database. */

import { openDB } from "../../vendor/idb-8.0.4/index.js";

const NAME = "lang-nghe-kept";

/** @param {() => void} closed when it has to be opened anew */
export function openKept(closed) {
  return openDB(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("pages", { keyPath: "url" });
      fresh.createObjectStore("signs");
    },
    blocking: (_now, _wanted, event) => {
      /** @type {IDBDatabase} */ (event.target).close();
      closed();
    },
    terminated: closed,
  });
}

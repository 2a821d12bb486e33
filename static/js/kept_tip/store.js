/** Sealed tips in a database of their own; nothing in it can be read on this phone. */

/** @typedef {import("./rules.js").Kept} Kept */

const NAME = "lang-nghe-kept-tip";
const STORE = "tips";

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const answered = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @returns {Promise<IDBDatabase>} */
function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return answered(request);
}

/**
 * Done once it stands on the disk.
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} work
 */
async function within(mode, work) {
  const database = await opened();
  try {
    const change = database.transaction(STORE, mode, { durability: "strict" });
    const written = new Promise((resolve, reject) => {
      change.oncomplete = resolve;
      change.onabort = () => reject(change.error);
    });
    const result = await answered(work(change.objectStore(STORE)));
    await written;
    return result;
  } finally {
    database.close();
  }
}

/** @returns {Promise<Kept[]>} */
export const all = () => within("readonly", (store) => store.getAll());

/** @param {Kept} kept */
export const keep = (kept) => within("readwrite", (store) => store.put(kept));

/** @param {string} id */
export const remove = (id) => within("readwrite", (store) => store.delete(id));

/** How a form comes into the outbox: its photos as soon as they are chosen, all else when it is saved. */

/** @typedef {import("./store.js").KeptPhoto} KeptPhoto */
/** @typedef {import("./queue.js").Item} Item */

/** What was called stored must outlive a battery that falls out. */
export const DURABLE = /** @type {IDBTransactionOptions} */ ({ durability: "strict" });
/** A form whose photos were chosen so long ago was left without being saved. */
const LEFT_MS = 2 * 24 * 3600 * 1000;

/**
 * The photos of an item that goes on under other words.
 * @param {Item | undefined} item
 * @param {string[]} dropped
 */
export const staying = (item, dropped) =>
  (item?.photos ?? []).filter(({ id, refused }) => refused === undefined && !dropped.includes(id));

/**
 * By what a page knows the item again that it goes on with; what came back is mended by any page.
 * @param {Item | undefined} item
 * @param {Item["photos"]} kept
 * @param {number | undefined} over
 */
const asKnown = (item, kept, over) => String([item?.state === "needs" ? over : item?.at, ...kept.map(({ id }) => id)]);

export class Intake {
  /** @param {import("./shelves.js").Database} db */
  constructor(db) {
    this.db = db;
  }

  /**
   * Lays a photo by for a form that is still being filled in.
   * @param {KeptPhoto} photo
   * @param {import("../pages/own.js").Sealed} [look] how it looks, for its author
   */
  async lay(photo, look) {
    const writing = this.db.transaction(["photos", "own"], "readwrite", DURABLE);
    const shown = look && writing.objectStore("own").put(look, photo.id);
    await Promise.all([writing.objectStore("photos").put(photo), shown, writing.done]);
  }

  /**
   * Photos laid by for a form that was not saved yet, in the order in which they were chosen.
   * @param {string} item
   * @returns {Promise<KeptPhoto[]>}
   */
  async laidFor(item) {
    /** @type {[Item | undefined, KeptPhoto[]]} */
    const [saved, photos] = await Promise.all([
      this.db.get("items", item),
      this.db.getAllFromIndex("photos", "item", item),
    ]);
    return saved ? [] : photos.sort((one, other) => (one.at ?? 0) - (other.at ?? 0));
  }

  /** @param {string} photo that was taken out of its form again */
  async takeBack(photo) {
    await Promise.all(["photos", "own"].map((shelf) => this.db.delete(shelf, photo)));
  }

  /**
   * Throws away photos whose form was never saved.
   * @param {number} now
   */
  async sweep(now) {
    const writing = this.db.transaction(["items", "photos", "own"], "readwrite");
    const shelf = writing.objectStore("photos");
    /** @type {[Item[], string[]]} */
    const [items, keys] = await Promise.all([writing.objectStore("items").getAll(), shelf.getAllKeys()]);
    const claimed = new Set(items.flatMap(({ photos }) => photos.map(({ id }) => id)));
    for (const key of keys.filter((one) => !claimed.has(one))) {
      /** @type {KeptPhoto | undefined} */
      const photo = await shelf.get(key);
      if (now - (photo?.at ?? 0) > LEFT_MS) {
        await Promise.all([shelf.delete(key), writing.objectStore("own").delete(key)]);
      }
    }
    await writing.done;
  }

  /**
   * Takes a form up, whole or not at all. One that is here already under its id gives way, but keeps
   * its photos, but for those dropped. Rejects when that is another one than the page goes on with,
   * when those are not the photos that the letter speaks of, and when a photo laid by is gone.
   * @param {import("./store.js").Parcel} parcel
   */
  async add({ item, letters, own, photos, laid = [], before = [], dropped = [], over }) {
    const writing = this.db.transaction(["items", "letters", "own", "photos"], "readwrite", DURABLE);
    const [items, shelf] = [writing.objectStore("items"), writing.objectStore("photos")];
    const found = Promise.all([items.get(item.id), ...laid.map((id) => shelf.getKey(id))]);
    // Written before it is known whether it may stand: what is written by one look costs half the time.
    const written = Promise.all([
      items.put(item),
      writing.objectStore("letters").put(letters, item.id),
      writing.objectStore("own").put(own, item.id),
      ...photos.map((photo) => shelf.put(photo)),
      writing.done,
    ]);
    // Whatever stops one of these stops all; it is told below.
    written.catch(() => undefined);
    /** @type {[Item | undefined, ...(string | undefined)[]]} */
    const [earlier, ...there] = await found;
    const kept = staying(earlier, dropped);
    if (asKnown(earlier, kept, over) !== String([over, ...before]) || there.includes(undefined)) {
      writing.abort();
      throw new Error("the shelves changed meanwhile");
    }
    if (kept.length > 0) {
      await items.put({ ...item, photos: [...kept, ...item.photos] });
    }
    await written;
  }
}

/** Where the outbox lies in this phone. What belongs to one item is written and taken away at once. */

import { DURABLE, Intake } from "./intake.js";
import { openShelves } from "./shelves.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("../pages/own.js").Sealed} Sealed */
/** @typedef {{ form: Uint8Array<ArrayBuffer>, pass: string }} Letters form: written faster than a Blob; pass: base64url */
/** @typedef {{ title: Sealed, words: Sealed | null }} Own what only its author reads; of a tip no words. Beside it: how photos look, by their ids */

/**
 * @typedef {object} KeptPhoto
 * @property {string} id
 * @property {string} item
 * @property {Blob} blob the sealed letter
 * @property {string} sha256 of the letter, hex
 * @property {number} size of the letter
 * @property {boolean} isOriginal
 * @property {number} [at] when it was laid by
 * @property {string} [of] the photo that it is the original of
 */

/**
 * @typedef {object} Parcel
 * @property {Item} item
 * @property {Letters} letters
 * @property {Own} own
 * @property {KeptPhoto[]} photos that come with it
 * @property {string[]} [laid] photos that were laid by before
 * @property {string[]} [before] photos that wait here under its id
 * @property {string[]} [dropped] photos that waited here under its id and shall not go
 * @property {number} [over] when the item was saved whose place it takes
 */

/**
 * @typedef {object} Sent
 * @property {string} id
 * @property {string} form
 * @property {string} owner
 * @property {number} savedAt
 * @property {number} at when the server had it whole
 * @property {number} photos
 * @property {Sealed | null} title
 * @property {import("./answers.js").Told} told
 * @property {Sealed} [sealed] what `told` said, once a page of its author was there to seal it
 * @property {boolean} [isSlipGiven] whether the slip of a tip was opened
 */

const SENT_DAYS = 14;
const DAY_MS = 24 * 3600 * 1000;
const ALL = ["items", "letters", "own", "photos", "sent"];

/** @typedef {import("../../vendor/idb-8.0.4/index.js").IDBPTransaction<unknown, string[], "readwrite">} Writing */

/** Opens the outbox of this browser. */
export async function openStore() {
  return new Store(await openShelves());
}

export class Store extends Intake {
  /** @returns {Promise<Item[]>} */
  items() {
    return this.db.getAll("items");
  }

  /** @type {(id: string) => Promise<Item | undefined>} */
  item(id) {
    return this.db.get("items", id);
  }

  /**
   * Writes down how an item stands, unless somebody threw it away meanwhile. When it is sent, all
   * that is left of it is that it was.
   * @param {Item} item
   * @param {number} now
   */
  async keep(item, now) {
    const writing = this.db.transaction(ALL, "readwrite", DURABLE);
    const earlier = /** @type {Item | undefined} */ (await writing.objectStore("items").get(item.id));
    // Saved anew while the old words were on their way: those, not these, are what waits.
    const isSame = earlier?.at === item.at;
    if (isSame && item.state === "sent") {
      await this.#finish(writing, item, now);
    } else if (isSame) {
      await writing.objectStore("items").put(item);
    }
    await writing.done;
  }

  /**
   * @param {Writing} writing
   * @param {Item} item
   * @param {number} now
   */
  async #finish(writing, item, now) {
    const { id, form, owner, at } = item;
    const own = /** @type {Own | undefined} */ (await writing.objectStore("own").get(id));
    const told = item.told ?? {};
    /** @type {Sent} */
    const sent = { id, form, owner, savedAt: at, at: now, photos: item.photos.filter(({ isOriginal }) => !isOriginal).length, title: own?.title ?? null, told };
    await writing.objectStore("sent").put(sent);
    await this.#forget(writing, id);
  }

  /**
   * @param {Writing} writing
   * @param {string} id
   */
  async #forget(writing, id) {
    const photos = await writing.objectStore("photos").index("item").getAllKeys(id);
    await Promise.all([
      ...["items", "letters"].map((shelf) => writing.objectStore(shelf).delete(id)),
      ...photos.map((photo) => writing.objectStore("photos").delete(photo)),
      ...[id, ...photos].map((one) => writing.objectStore("own").delete(one)),
    ]);
  }

  /** @param {string} id */
  async remove(id) {
    const writing = this.db.transaction(ALL, "readwrite", DURABLE);
    await this.#forget(writing, id);
    await writing.done;
  }

  /** @type {(id: string) => Promise<Letters | undefined>} */
  letters(id) {
    return this.db.get("letters", id);
  }

  /**
   * A fresh pass for a form whose first one lapsed; nothing when the form is gone.
   * @param {string} id
   * @param {string} pass
   */
  async renew(id, pass) {
    const writing = this.db.transaction(["letters"], "readwrite", DURABLE);
    const letters = /** @type {Letters | undefined} */ (await writing.objectStore("letters").get(id));
    await Promise.all([letters && writing.objectStore("letters").put({ ...letters, pass }, id), writing.done]);
  }

  /** @type {(id: string) => Promise<Own | undefined>} */
  own(id) {
    return this.db.get("own", id);
  }

  /** @type {(photo: string) => Promise<Sealed | undefined>} */
  look(photo) {
    return this.db.get("own", photo);
  }

  /** @type {(id: string) => Promise<KeptPhoto | undefined>} */
  photo(id) {
    return this.db.get("photos", id);
  }

  /**
   * What was sent from this phone and is not forgotten yet, the last one first.
   * @param {number} now
   * @returns {Promise<Sent[]>}
   */
  async sent(now) {
    /** @type {Sent[]} */
    const all = await this.db.getAll("sent");
    const isOld = (/** @type {Sent} */ { at }) => now - at > SENT_DAYS * DAY_MS;
    await Promise.all(all.filter(isOld).map(({ id }) => this.db.delete("sent", id)));
    return all.filter((one) => !isOld(one)).sort((one, other) => other.at - one.at);
  }

  /**
   * Notes something on what was sent.
   * @param {string} id
   * @param {Partial<Sent>} change
   */
  async noteSent(id, change) {
    const writing = this.db.transaction(["sent"], "readwrite");
    const sent = await writing.objectStore("sent").get(id);
    await Promise.all([sent && writing.objectStore("sent").put({ ...sent, ...change }), writing.done]);
  }

  /**
   * @param {"wifiOnly"} name
   * @returns {Promise<boolean>}
   */
  async setting(name) {
    return (await this.db.get("settings", name)) === true;
  }

  /**
   * @param {"wifiOnly"} name
   * @param {boolean} value
   */
  async set(name, value) {
    await this.db.put("settings", value, name);
  }
}

/**
 * Where drafts lie in this phone: sealed under a key that only a signed-in page holds.
 * Pure but for the store that is handed in; `draft.js` binds it to a form.
 */

import { toBytes, toText } from "./base64.js";
import { openOwn, sealOwn } from "./own.js";

const PREFIX = "draft:";
const DAYS = 14;
const LEFT_OUT = new Set(["csrf_token", "change_channel"]);

/** @typedef {Record<string, string[]>} Values by the name of the box */
/** @typedef {{ at: number, values: Values }} Draft */
/** @typedef {Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">} Shelf */

/** Under this name a draft counts pictures, which lie elsewhere. */
const PICTURES = "pictures:";

/**
 * What a form holds, of files only how many, without what belongs to one page only.
 * @param {Iterable<[string, unknown]>} entries
 * @returns {Values}
 */
export function valuesOf(entries) {
  /** @type {Values} */
  const values = {};
  for (const [name, value] of entries) {
    if (typeof value === "string" && !LEFT_OUT.has(name)) {
      (values[name] ??= []).push(value);
    } else if (value instanceof File && value.name !== "") {
      (values[PICTURES] ??= []).push("1");
    }
  }
  return values;
}

/**
 * Whether two forms say the same. The id of a record that is not there yet says nothing.
 * @param {Values} one
 * @param {Values} other
 */
export function sameValues(one, other) {
  const said = (/** @type {Values} */ values) =>
    JSON.stringify(
      Object.entries(values)
        .filter(([name, texts]) => name !== "id" && texts.some((text) => text !== ""))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return said(one) === said(other);
}

/**
 * @param {number} at milliseconds since 1970
 * @param {number} now
 */
export function isTooOld(at, now) {
  return !Number.isFinite(at) || now - at > DAYS * 24 * 3600 * 1000;
}

/**
 * @param {Draft} draft
 * @param {string} name bound to the text, so that one form's draft never opens in another
 * @param {string} key
 */
export async function seal(draft, name, key) {
  const { iv, text } = await sealOwn(key, name, draft);
  return JSON.stringify({ at: draft.at, iv: toText(iv), text: toText(text) });
}

/**
 * @param {string} sealed
 * @param {string} name
 * @param {string} key
 * @returns {Promise<Draft | null>} nothing when it does not open
 */
export async function open(sealed, name, key) {
  try {
    const { iv, text } = JSON.parse(sealed);
    return await openOwn(key, name, { iv: toBytes(iv), text: toBytes(text).buffer });
  } catch {
    return null;
  }
}

/**
 * Removes what nobody came back for, whoever it belongs to.
 * @param {Shelf} shelf
 * @param {number} now
 */
export function sweep(shelf, now) {
  const keys = Array.from({ length: shelf.length }, (_, index) => shelf.key(index));
  for (const key of keys) {
    if (key?.startsWith(PREFIX) && isTooOld(writtenAt(shelf.getItem(key)), now)) {
      shelf.removeItem(key);
    }
  }
}

/** @param {string | null} sealed */
function writtenAt(sealed) {
  try {
    return Number(JSON.parse(sealed ?? "{}").at);
  } catch {
    return NaN;
  }
}

/** One form's place on the shelf. */
export class Place {
  /**
   * @param {Shelf} shelf
   * @param {string} name
   * @param {string} key
   */
  constructor(shelf, name, key) {
    this.shelf = shelf;
    this.name = name;
    this.key = key;
  }

  /** @param {Draft} draft */
  async keep(draft) {
    try {
      this.shelf.setItem(PREFIX + this.name, await seal(draft, this.name, this.key));
      return true;
    } catch {
      // The phone is full or forbids it: the form still holds every word.
      return false;
    }
  }

  /** @param {number} now */
  async read(now) {
    const sealed = this.shelf.getItem(PREFIX + this.name);
    const draft = sealed ? await open(sealed, this.name, this.key) : null;
    if (sealed && (!draft || isTooOld(draft.at, now))) {
      this.drop();
      return null;
    }
    return draft;
  }

  drop() {
    this.shelf.removeItem(PREFIX + this.name);
  }
}

/**
 * Everything unsent as one file, which another phone or the desk can load: a line of JSON an item,
 * what is sealed stays sealed. Sent from two phones it is still one: its id goes with it.
 */

import { toBytes, toText } from "../pages/base64.js";

/** @typedef {Pick<import("./store.js").Store, "items" | "letters" | "own" | "photo">} Giving */
/** @typedef {Pick<import("./store.js").Store, "item" | "photo" | "add">} Taking */
/** @typedef {import("./store.js").Parcel} Parcel */
/** @typedef {import("../pages/own.js").Sealed} Sealed */

const HEAD = { lnx: 1 };
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Where something new is written: no other address can be made of a file. */
const PATH = /^\/[a-z-]+\/new$/;
const FORM = /^[a-z-]{1,20}$/;
const OWNER = /^[0-9a-f]{12}$/;
const MOST = 500;
const MOST_BYTES = 300e6;

/** @param {Sealed | null} sealed */
const packed = (sealed) => sealed && { iv: toText(sealed.iv.buffer), text: toText(sealed.text) };

/**
 * @param {{ iv: string, text: string } | null} found
 * @returns {Sealed | null}
 */
const unpacked = (found) => found && { iv: toBytes(found.iv), text: toBytes(found.text).buffer };

/**
 * @param {Giving} store
 * @param {import("./queue.js").Item} item
 */
async function lineOf(store, item) {
  const [letters, own] = await Promise.all([store.letters(item.id), store.own(item.id)]);
  const photos = [];
  for (const { id } of item.photos) {
    const kept = await store.photo(id);
    if (kept) {
      photos.push({ ...kept, blob: toText(await kept.blob.arrayBuffer()) });
    }
  }
  return JSON.stringify({
    item,
    letters: letters && { ...letters, form: toText(letters.form.buffer) },
    own: own && { title: packed(own.title), words: packed(own.words) },
    photos,
  });
}

/**
 * The file of everything that waits here.
 * @param {Giving} store
 * @returns {Promise<Blob>}
 */
export async function crateOf(store) {
  const parts = [new Blob([`${JSON.stringify(HEAD)}\n`])];
  for (const item of await store.items()) {
    // A blob each: browsers put blobs on the disk, a text of all would have to fit the memory.
    parts.push(new Blob([await lineOf(store, item), "\n"]));
  }
  return new Blob(parts, { type: "application/octet-stream" });
}

/**
 * An item as one that was never sent: what became of it the server says again, nobody else.
 * @param {any} told
 * @param {number} now
 * @returns {import("./queue.js").Item}
 */
function itemIn({ id, form, to, owner, at, photos, paper }, now) {
  /** @type {[RegExp, unknown][]} */
  const parts = [[ID, id], [PATH, to], [FORM, form], [OWNER, owner], ...photos.map((/** @type {any} */ photo) => [ID, photo.id])];
  if (!parts.every(([pattern, text]) => typeof text === "string" && pattern.test(text))) {
    throw new Error("not an item of an outbox");
  }
  const going = photos.map((/** @type {any} */ { id: photo, size, isOriginal }) => ({
    id: photo,
    size: Number(size) || 0,
    sent: 0,
    isDone: false,
    isOriginal: isOriginal === true,
  }));
  const saved = Math.min(Number(at) || now, now);
  const fresh = { hasGone: false, failures: 0, notBefore: 0, paper: paper === true };
  return { id, form, to, owner, at: saved, state: "waiting", photos: going, ...fresh };
}

/**
 * @param {any} told
 * @param {import("./queue.js").Item} item that it belongs to
 * @returns {import("./store.js").KeptPhoto}
 */
function photoIn({ id, blob, sha256, isOriginal }, item) {
  if (!item.photos.some((photo) => photo.id === id)) {
    throw new Error("not a photo of this item");
  }
  const bytes = toBytes(blob);
  return { id, item: item.id, blob: new Blob([bytes]), sha256: String(sha256), size: bytes.length, isOriginal: isOriginal === true };
}

/**
 * Whether a photo of it lies here already, of whatever item: what is here stays as it is.
 * @param {Taking} store
 * @param {Parcel} parcel
 */
async function isHere(store, { item, photos }) {
  const found = await Promise.all([store.item(item.id), ...photos.map(({ id }) => store.photo(id))]);
  return found.some((one) => one !== undefined);
}

/**
 * @param {string} line
 * @param {number} now
 * @returns {Parcel}
 */
function parcelIn(line, now) {
  const { item: told, letters, own, photos } = JSON.parse(line);
  const item = itemIn(told, now);
  return {
    item,
    letters: { form: toBytes(letters.form), pass: String(letters.pass) },
    own: { title: unpacked(own.title) ?? { iv: new Uint8Array(), text: new ArrayBuffer() }, words: unpacked(own.words) },
    photos: photos.map((/** @type {any} */ photo) => photoIn(photo, item)),
  };
}

/**
 * Takes up what another phone gave; what is here already stays as it is.
 * @param {Taking} store
 * @param {Blob} file
 * @param {number} [now]
 * @returns {Promise<number>} how many were new
 */
export async function takeFrom(store, file, now = Date.now()) {
  if (file.size > MOST_BYTES) {
    throw new Error("larger than any outbox");
  }
  const [head, ...lines] = (await file.text()).split("\n").filter(Boolean);
  if (JSON.parse(head ?? "{}").lnx !== HEAD.lnx || lines.length > MOST) {
    throw new Error("not a file of an outbox");
  }
  // All are read before the first is kept: a file cut short brings in nothing by halves.
  const parcels = lines.map((line) => parcelIn(line, now));
  let fresh = 0;
  for (const parcel of parcels) {
    if (!(await isHere(store, parcel))) {
      await store.add(parcel);
      fresh += 1;
    }
  }
  return fresh;
}

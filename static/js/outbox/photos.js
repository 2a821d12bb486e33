/** Pictures of a form sealed for the outbox: this phone cannot show them again, the server can. */

import { bytesOf } from "../photo_bytes.js";
import { originalOf } from "../photo_proof.js";
import { sealed } from "./letter.js";

/**
 * @typedef {object} KeptPhoto
 * @property {string} id
 * @property {string} item
 * @property {string} name
 * @property {Blob} blob the sealed letter
 * @property {string} sha256 of the letter, hex
 * @property {number} size of the letter
 * @property {boolean} isOriginal
 * @property {string} [of] the photo that it is the original of
 */

/**
 * @typedef {object} Envelope
 * @property {string} item
 * @property {string} key the server's, in base64
 */

/** @param {Uint8Array} bytes */
export function base64url(bytes) {
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * SHA-256 in hexadecimal digits.
 * @param {BufferSource} bytes
 */
export async function digestOf(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * @param {File} file
 * @param {Envelope} envelope
 * @param {{ isOriginal: boolean, of?: string }} kind
 * @returns {Promise<KeptPhoto>}
 */
async function one(file, { item, key }, kind) {
  const id = crypto.randomUUID();
  const letter = await sealed(key, `${item}/photo/${id}`, bytesOf(file));
  const digest = digestOf(letter);
  const blob = new Blob([letter]);
  return { id, item, name: file.name, blob, sha256: await digest, size: letter.length, ...kind };
}

/**
 * The pictures in their order, behind each one its original if it was marked as proof.
 *
 * One after the other: several originals at once are more than a small phone can hold.
 * @param {File[]} files as they stand in the form's boxes; the empty one of no choice is left out
 * @param {Envelope} envelope
 * @returns {Promise<KeptPhoto[]>}
 */
export async function sealedPhotos(files, envelope) {
  /** @type {KeptPhoto[]} */
  const kept = [];
  for (const file of files.filter(({ size }) => size > 0)) {
    const photo = await one(file, envelope, { isOriginal: false });
    kept.push(photo);
    const original = originalOf(file);
    if (original) {
      kept.push(await one(original, envelope, { isOriginal: true, of: photo.id }));
    }
  }
  return kept;
}

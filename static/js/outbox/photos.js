/** Pictures of a form sealed for the outbox: this phone cannot show them again, the server can. */

import { bytesOf } from "../pages/photo_bytes.js";
import { closed } from "./letter.js";

/** @typedef {import("./store.js").KeptPhoto & { name: string, of?: string }} KeptPhoto */

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
 * @param {{ id: string, item: string, of?: string | undefined }} named of: the photo that it is the original of
 * @param {Promise<import("./letter.js").Envelope>} made
 * @returns {Promise<KeptPhoto>}
 */
export async function sealedPhoto(file, { id, item, of }, made) {
  const [open, bytes] = await Promise.all([made, bytesOf(file)]);
  const letter = await closed(open, `${item}/photo/${id}`, bytes);
  const digest = digestOf(letter);
  const blob = new Blob([letter]);
  const told = { id, item, name: file.name, at: Date.now(), isOriginal: of !== undefined, ...(of && { of }) };
  return { ...told, blob, sha256: await digest, size: letter.length };
}

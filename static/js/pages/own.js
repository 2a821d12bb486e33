/** What its author may read again, of a draft or of a form that waits: sealed under a key that only
 * the author's signed-in pages hold. */

import { toBytes } from "./base64.js";

/** @typedef {{ iv: Uint8Array<ArrayBuffer>, text: ArrayBuffer }} Sealed */

/** @type {Map<string, Promise<CryptoKey>>} */
const keys = new Map();

/** @param {string} base64 */
const imported = (base64) =>
  crypto.subtle.importKey("raw", toBytes(base64), "AES-GCM", false, ["encrypt", "decrypt"]);

/**
 * The key for use, made ready once a page.
 * @param {string} base64
 */
export function keyOf(base64) {
  const key = keys.get(base64) ?? imported(base64);
  keys.set(base64, key);
  return key;
}

/**
 * @param {string} key base64
 * @param {string} bound to what it belongs: "<item>/title"
 * @param {unknown} value
 * @returns {Promise<Sealed>}
 */
export async function sealOwn(key, bound, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(bound) };
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { iv, text: await crypto.subtle.encrypt(how, await keyOf(key), bytes) };
}

/**
 * @param {string} key
 * @param {string} bound
 * @param {Sealed | null | undefined} sealed
 * @returns {Promise<any>} null when there is nothing, or it is another's
 */
export async function openOwn(key, bound, sealed) {
  if (!sealed || !key) {
    return null;
  }
  try {
    const how = { name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(bound) };
    const bytes = await crypto.subtle.decrypt(how, await keyOf(key), sealed.text);
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

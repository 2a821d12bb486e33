/** What its author may read again, of a draft, of a form that waits, or of a kept page: sealed under a
 * key that only the author's signed-in pages hold. */

import { toBytes } from "./base64.js";

/** @typedef {{ iv: Uint8Array<ArrayBuffer>, text: ArrayBuffer }} Sealed */

/** @type {Map<string, Promise<CryptoKey>>} */
const keys = new Map();

/** @param {string} base64 */
export const imported = async (base64) =>
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
 * @param {Uint8Array<ArrayBuffer>} iv
 * @param {string} bound
 */
const how = (iv, bound) => ({ name: "AES-GCM", iv, additionalData: new TextEncoder().encode(bound) });

/**
 * @param {CryptoKey | Promise<CryptoKey>} key
 * @param {string} bound to what it belongs: "<item>/title", the address of a page
 * @param {unknown} value
 * @returns {Promise<Sealed>}
 */
export async function sealWith(key, bound, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return { iv, text: await crypto.subtle.encrypt(how(iv, bound), await key, bytes) };
}

/**
 * @param {string} key base64
 * @param {string} bound
 * @param {unknown} value
 */
export const sealOwn = (key, bound, value) => sealWith(keyOf(key), bound, value);

/**
 * @param {CryptoKey | Promise<CryptoKey> | null | undefined} key
 * @param {string} bound
 * @param {Sealed | null | undefined} sealed
 * @returns {Promise<any>} null when there is nothing, or it is another's
 */
export async function openWith(key, bound, sealed) {
  if (!sealed || !key) {
    return null;
  }
  try {
    const bytes = await crypto.subtle.decrypt(how(sealed.iv, bound), await key, sealed.text);
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/**
 * @param {string} key base64
 * @param {string} bound
 * @param {Sealed | null | undefined} sealed
 */
export const openOwn = (key, bound, sealed) => openWith(sealed && key ? keyOf(key) : null, bound, sealed);

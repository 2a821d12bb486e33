/** Letters: bytes sealed to the server's public key. This phone cannot open them again. */

const MARK = new TextEncoder().encode("LN1");
const INFO = new TextEncoder().encode("lang-nghe letter 1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const KEY_ID_BYTES = 8;

/**
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array<ArrayBuffer>}
 */
function joined(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** @param {string} base64 */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/**
 * A letter that only the server opens, and only under the name it is bound to.
 * @param {string} publicKey the server's key in base64: an uncompressed point of P-256
 * @param {string} bound whose letter it is: "<item>/form", "<item>/photo/<photo>", "<item>/pass"
 * @param {Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>} plain may still be read while the key is made
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function sealed(publicKey, bound, plain) {
  const theirs = bytesOf(publicKey);
  const server = await crypto.subtle.importKey("raw", theirs, CURVE, false, []);
  const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, own.privateKey, 256);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined([point, theirs]), info: INFO },
    await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(bound);
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, await plain);
  const keyId = new Uint8Array(await crypto.subtle.digest("SHA-256", theirs)).slice(0, KEY_ID_BYTES);
  return joined([MARK, keyId, point, iv, new Uint8Array(text)]);
}

/**
 * The same of text.
 * @param {string} publicKey
 * @param {string} bound
 * @param {string} text
 */
export function sealedText(publicKey, bound, text) {
  return sealed(publicKey, bound, new TextEncoder().encode(text));
}

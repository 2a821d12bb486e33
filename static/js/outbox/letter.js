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
 * @param {Uint8Array<ArrayBuffer>} point
 */
async function addresseeAt(point) {
  const [key, digest] = await Promise.all([
    crypto.subtle.importKey("raw", point, CURVE, false, []),
    crypto.subtle.digest("SHA-256", point),
  ]);
  return { point, key, name: new Uint8Array(digest).slice(0, KEY_ID_BYTES) };
}

/** @typedef {{ head: Uint8Array<ArrayBuffer>, key: CryptoKey }} Envelope for one letter */

/** @type {Map<string, ReturnType<typeof addresseeAt>>} */
const addressees = new Map();

/** @param {string} publicKey */
function addressee(publicKey) {
  const known = addressees.get(publicKey) ?? addresseeAt(bytesOf(publicKey));
  addressees.set(publicKey, known);
  return known;
}

/**
 * What a letter is closed in: everything about it that does not depend on what it says.
 * @param {string} publicKey the server's key in base64: an uncompressed point of P-256
 * @returns {Promise<Envelope>}
 */
export async function envelope(publicKey) {
  const [server, own] = await Promise.all([
    addressee(publicKey),
    crypto.subtle.generateKey(CURVE, false, ["deriveBits"]),
  ]);
  const [raw, shared] = await Promise.all([
    crypto.subtle.exportKey("raw", own.publicKey),
    crypto.subtle.deriveBits({ name: "ECDH", public: server.key }, own.privateKey, 256),
  ]);
  const point = new Uint8Array(raw);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined([point, server.point]), info: INFO },
    await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  return { head: joined([MARK, server.name, point]), key };
}

/**
 * Closes a letter in an envelope, which is used up by it.
 * @param {Envelope} envelope
 * @param {string} bound whose letter it is: "<item>/form", "<item>/photo/<photo>", "<item>/pass"
 * @param {Uint8Array<ArrayBuffer>} plain
 */
export async function closed({ head, key }, bound, plain) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(bound);
  const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, plain);
  return joined([head, iv, new Uint8Array(text)]);
}

/**
 * A letter that only the server opens, and only under the name it is bound to.
 * @param {string} publicKey
 * @param {string} bound
 * @param {Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>} plain may still be read while the key is made
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function sealed(publicKey, bound, plain) {
  const [made, bytes] = await Promise.all([envelope(publicKey), plain]);
  return closed(made, bound, bytes);
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

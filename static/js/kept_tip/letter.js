/** A tip as a letter to the server, and its way there. */

import { toldIn } from "../outbox/answers.js";
import { sealed } from "../outbox/letter.js";
import { endInSilence } from "../outbox/silence.js";

/** @typedef {import("../outbox/answers.js").Answer} Answer */
/** @typedef {import("./keeper.js").Sealed} Sealed */

/**
 * @typedef {object} Written
 * @property {string} id of the form
 * @property {string} to address
 * @property {[string, string][]} fields
 * @property {File[]} photos
 */

const LETTER = "application/vnd.lang-nghe.letter";

/**
 * The words as JSON; where there are photos, a zero byte, which JSON never holds, and their bytes.
 * @param {Written} written
 * @param {number} now
 */
export function plainOf({ fields, photos }, now) {
  const said = {
    v: 1,
    form: "tip",
    form_version: "1",
    saved_at: new Date(now).toISOString(),
    fields,
    photos: photos.map(({ name, type, size }) => ({ name, type, size })),
  };
  return new Blob(photos.length ? [JSON.stringify(said), "\0", ...photos] : [JSON.stringify(said)]);
}

/**
 * @param {string} key the server's
 * @param {Written} written
 * @param {number} now
 * @returns {Promise<Sealed>}
 */
export async function written(key, { id, to, fields, photos }, now) {
  const plain = await plainOf({ id, to, fields, photos }, now).arrayBuffer();
  const letter = await sealed(key, `${id}/form`, new Uint8Array(plain));
  return { id, to, letter: letter.buffer };
}

/**
 * Sends it; status 0 when there was no answer, or the network went.
 * @param {Sealed} tip
 * @param {number} now
 * @returns {Promise<Answer>}
 */
export function post({ id, to, letter }, now) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = () => {
      removeEventListener("offline", stop);
      resolve({ status: request.status, told: toldIn(request.responseText) });
    };
    request.open("POST", to);
    request.setRequestHeader("Content-Type", LETTER);
    request.setRequestHeader("Outbox-Item", id);
    request.setRequestHeader("Outbox-Clock", new Date(now).toISOString());
    for (const name of ["load", "error", "abort"]) {
      request.addEventListener(name, end);
    }
    addEventListener("offline", stop);
    endInSilence(request, letter.byteLength);
    request.send(letter);
  });
}

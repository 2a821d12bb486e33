/** What a form becomes when it is put into the outbox: a letter for the server, words for its author. */

import { sealedText } from "./letter.js";
import { sealOwn } from "./own.js";
import { base64url, sealedPhotos } from "./photos.js";

/** @typedef {import("./store.js").Parcel} Parcel */
/** @typedef {import("./store.js").Own} Own */
/** @typedef {{ id: string, name: string, isOriginal: boolean, of?: string }} Named a photo as the letter names it */
/** @typedef {{ fields: [string, string][], photos: Named[] }} Words */

/** What belongs to the page, not to what was written. */
const LEFT_OUT = new Set(["csrf_token", "change_channel"]);
/** Forms whose words are somebody else's: once sent on their way this phone cannot read them again. */
const CLOSED = new Set(["tip"]);

/**
 * @typedef {object} Said what the form's element says of itself
 * @property {string} form
 * @property {string} to
 * @property {string} owner
 * @property {string} letterKey
 * @property {string} pass
 * @property {string} outboxKey
 * @property {string} version
 * @property {string} title
 */

/**
 * The boxes of a form without files.
 * @param {Iterable<[string, unknown]>} entries
 * @returns {[string, string][]}
 */
export function fieldsOf(entries) {
  return /** @type {[string, string][]} */ (
    [...entries].filter(([name, value]) => typeof value === "string" && !LEFT_OUT.has(name))
  );
}

/**
 * The fields as drafts hold them.
 * @param {[string, string][]} fields
 */
export function valuesOf(fields) {
  /** @type {import("../drafts.js").Values} */
  const values = {};
  for (const [name, value] of fields) {
    (values[name] ??= []).push(value);
  }
  return values;
}

/**
 * A fresh letter with the officer's pass, which only the server opens.
 * @param {string} letterKey
 * @param {string} id of the item
 * @param {string} pass
 */
export async function passLetter(letterKey, id, pass) {
  return base64url(await sealedText(letterKey, `${id}/pass`, pass));
}

/** @param {Named} photo */
const asTold = ({ id, name, isOriginal, of }) => ({ id, name, is_original: isOriginal, ...(of && { of }) });

/**
 * @param {Said} said
 * @param {string} id
 * @param {Words} words
 * @returns {Promise<Own>}
 */
async function ownOf({ form, outboxKey, title }, id, words) {
  return {
    title: await sealOwn(outboxKey, `${id}/title`, title),
    words: CLOSED.has(form) ? null : await sealOwn(outboxKey, `${id}/words`, words),
  };
}

/**
 * @param {Said} said
 * @param {string} id of the record that it becomes
 * @param {{ fields: [string, string][], files: File[], before: Named[] }} filled before: photos that wait already
 * @param {number} now
 * @returns {Promise<Parcel>}
 */
export async function parcelOf(said, id, { fields, files, before }, now) {
  const [pass, fresh] = await Promise.all([
    passLetter(said.letterKey, id, said.pass),
    sealedPhotos(files, { item: id, key: said.letterKey }),
  ]);
  const words = { fields, photos: [...before, ...fresh.map(({ id: photo, name, isOriginal, of }) => ({ id: photo, name, isOriginal, ...(of && { of }) }))] };
  const text = JSON.stringify({
    v: 1,
    pass: said.pass,
    form: said.form,
    form_version: said.version,
    saved_at: new Date(now).toISOString(),
    fields,
    photos: words.photos.map(asTold),
  });
  const [letter, own] = await Promise.all([sealedText(said.letterKey, `${id}/form`, text), ownOf(said, id, words)]);
  const photos = fresh.map(({ id: photo, size, isOriginal }) => ({ id: photo, size, sent: 0, isDone: false, isOriginal }));
  return {
    item: {
      id,
      form: said.form,
      to: said.to,
      owner: said.owner,
      at: now,
      state: "waiting",
      hasGone: false,
      photos,
      failures: 0,
      notBefore: 0,
    },
    letters: { form: letter, pass },
    own,
    photos: fresh.map(({ id: photo, item, blob, sha256, size, isOriginal }) => ({ id: photo, item, blob, sha256, size, isOriginal })),
  };
}

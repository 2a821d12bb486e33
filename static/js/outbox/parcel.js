/** What a form becomes when it is put into the outbox: a letter for the server, words for its author. */

import { closed, envelope, sealedText } from "./letter.js";
import { keyOf, sealOwn } from "../pages/own.js";
import { base64url } from "./photos.js";

/** @typedef {import("./store.js").Parcel} Parcel */
/** @typedef {import("./store.js").Own} Own */
/** @typedef {{ id: string, name: string, isOriginal: boolean, of?: string }} Named a photo as the letter names it */
/** @typedef {{ fields: [string, string][], photos: Named[] }} Words */

/** What belongs to the page, not to what was written. */
const LEFT_OUT = new Set(["csrf_token", "change_channel"]);

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
 * @property {boolean} isClosed whether its words are somebody else's: once saved this phone cannot read them again
 * @property {boolean} paper whether somebody takes its number away on paper
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
  /** @type {import("../pages/drafts.js").Values} */
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

/**
 * What saving needs and no word of the form changes: made while it is filled in.
 * @param {{ letterKey?: string, pass?: string, outboxKey?: string }} said
 * @param {string} id of the record that it becomes
 */
export function madeReady({ letterKey = "", pass = "", outboxKey = "" }, id) {
  const things = Promise.all([envelope(letterKey), passLetter(letterKey, id, pass), keyOf(outboxKey)]);
  // What cannot be made is told when it is asked for.
  things.catch(() => undefined);
  return { id, things };
}

/** @typedef {ReturnType<typeof madeReady>} Ready */

/**
 * @param {Named} photo
 * @returns {Named}
 */
const named = ({ id, name, isOriginal, of }) => ({ id, name, isOriginal, ...(of && { of }) });

/** @param {Named} photo */
const asTold = ({ id, name, isOriginal, of }) => ({ id, name, is_original: isOriginal, ...(of && { of }) });

/**
 * @param {Said} said
 * @param {string} id
 * @param {Words} words
 * @returns {Promise<Own>}
 */
async function ownOf({ isClosed, outboxKey, title }, id, words) {
  const [first, second] = await Promise.all([
    sealOwn(outboxKey, `${id}/title`, title),
    isClosed ? null : sealOwn(outboxKey, `${id}/words`, words),
  ]);
  return { title: first, words: second };
}

/**
 * @param {Said} said
 * @param {Words} words
 * @param {number} now
 */
function written({ pass, form, version }, { fields, photos }, now) {
  const saved = new Date(now).toISOString();
  const told = { v: 1, pass, form, form_version: version, saved_at: saved, fields, photos: photos.map(asTold) };
  return new TextEncoder().encode(JSON.stringify(told));
}

/**
 * @param {Said} said
 * @param {Ready} ready
 * @param {{ fields: [string, string][], photos: import("./pictures.js").Laid[], before: Named[] }} filled before: photos that wait already
 * @param {number} now
 * @returns {Promise<Parcel>}
 */
export async function parcelOf(said, { id, things }, { fields, photos, before }, now) {
  const { form, to, owner, paper } = said;
  const words = { fields, photos: [...before, ...photos].map(named) };
  const [[made, pass], own] = await Promise.all([things, ownOf(said, id, words)]);
  const letter = await closed(made, `${id}/form`, written(said, words, now));
  const going = photos.map(({ id: photo, size, isOriginal }) => ({ id: photo, size, sent: 0, isDone: false, isOriginal }));
  return {
    item: { id, form, to, owner, at: now, state: "waiting", hasGone: false, photos: going, failures: 0, notBefore: 0, paper },
    letters: { form: letter, pass },
    own,
    photos: [],
    laid: photos.map((photo) => photo.id),
    before: before.map((photo) => photo.id),
  };
}

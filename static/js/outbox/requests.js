/** What goes over the network: words in one request, a photo from the byte that the server holds. */

import { toldIn, verdictOf } from "./answers.js";
import { patch, reachedOf } from "./patch.js";

/** @typedef {import("./answers.js").Verdict} Verdict */
/** @typedef {import("./answers.js").Told} Told */
/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Photo} Photo */
/** @typedef {import("./patch.js").Way} Way */

const LETTER = "application/vnd.lang-nghe.letter";
const BYTES = "application/offset+octet-stream";
const WORDS_PATIENCE_MS = 60_000;
const ANNOUNCING_PATIENCE_MS = 30_000;
const TUS = { "Tus-Resumable": "1.0.0" };
/** Another offset, or gone: the next announcement hears where the server stands, or that it will not. */
const ASK_WHERE = new Set([404, 409, 410]);
const OTHER_BYTES = 460;
const MOST_SPOILT = 1;
/** @type {Uploaded} */
const LATER = { verdict: "later", change: {} };
/** @param {number} sent @returns {Uploaded} */
const whole = (sent) => ({ verdict: "sent", change: { sent, isDone: true } });

/**
 * A request that is given up after a while without an end; status 0 when there was no answer.
 * @param {string} to
 * @param {RequestInit} what
 * @param {number} patience in milliseconds
 */
async function ask(to, what, patience) {
  const stop = new AbortController();
  const end = () => stop.abort();
  const clock = setTimeout(end, patience);
  what.signal?.addEventListener("abort", end);
  if (what.signal?.aborted) {
    end();
  }
  try {
    // Sent elsewhere by a portal, it would come back as that portal's page.
    const answer = await fetch(to, { ...what, redirect: "manual", cache: "no-store", signal: stop.signal });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch {
    return { status: 0, headers: new Headers(), text: "" };
  } finally {
    clearTimeout(clock);
    what.signal?.removeEventListener("abort", end);
  }
}

/**
 * Sends the words of an item.
 * @param {Item} item
 * @param {{ form: BlobPart, pass: string }} letters
 * @param {number} now
 * @returns {Promise<{ verdict: Verdict, told: Told | null }>}
 */
export async function sendWords(item, letters, now) {
  const headers = {
    "Content-Type": LETTER,
    "Outbox-Item": item.id,
    "Outbox-Pass": letters.pass,
    "Outbox-Clock": new Date(now).toISOString(),
  };
  const { status, text } = await ask(item.to, { method: "POST", body: new Blob([letters.form]), headers }, WORDS_PATIENCE_MS);
  const told = toldIn(text);
  return { verdict: verdictOf({ status, told }, item.id), told };
}

/** @param {Record<string, string>} values */
const metadata = (values) =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${btoa(value)}`)
    .join(",");

/**
 * What a photo's upload came to.
 * @typedef {{ verdict: Verdict, change: Partial<Photo> }} Uploaded
 */

/** @typedef {{ uploads: string, item: Item, photo: Photo, body: Blob, sha256: string, pass: string, zone: string }} Asked */

/**
 * What arrived is not what left: it goes once more from its start, but not for ever.
 * @param {Told | null} told
 * @param {Photo} photo
 * @returns {Uploaded}
 */
function spoiltOr(told, { spoilt = 0 }) {
  const isFirst = spoilt < MOST_SPOILT;
  return isFirst ? { verdict: "later", change: { spoilt: spoilt + 1, sent: 0 } } : refused(told);
}

/** @param {Told | null} told @returns {Uploaded} */
const refused = (told) => ({ verdict: "needs", change: { refused: told?.sentence ?? "" } });

/**
 * @param {number} status
 * @param {string} text
 * @param {Photo} photo
 * @returns {Uploaded}
 */
function refusedOr(status, text, photo) {
  const told = toldIn(text);
  if (status === OTHER_BYTES && told?.id === photo.id) {
    return spoiltOr(told, photo);
  }
  const verdict = verdictOf({ status, told }, photo.id);
  return verdict === "needs" ? refused(told) : { verdict, change: {} };
}

/** @param {Asked} asked */
const headersOf = ({ item, pass }) => ({ ...TUS, "Outbox-Pass": pass, "Outbox-Item": item.id });

/**
 * Announces the photo, and hears where the server stands with it.
 * @param {Asked} asked
 * @param {AbortSignal} [signal]
 * @returns {Promise<Uploaded & { offset: number }>} offset -1 when it did not say
 */
async function announced(asked, signal) {
  const { uploads, item, photo, body, sha256, zone } = asked;
  const told = { id: photo.id, item: item.id, form: item.form, zone, sha256, ...(photo.isAnew && { anew: "1" }) };
  const headers = { ...headersOf(asked), "Upload-Length": String(body.size), "Upload-Metadata": metadata(told) };
  const { status, headers: said, text } = await ask(uploads, { method: "POST", headers, signal }, ANNOUNCING_PATIENCE_MS);
  const offset = reachedOf(`${uploads}/${photo.id}`, (name) => said.get(name));
  const isOurs = status === 201 && said.get("Tus-Resumable") === TUS["Tus-Resumable"];
  if (!isOurs || offset < 0 || offset > body.size) {
    return { ...refusedOr(status, text, photo), offset: -1 };
  }
  return { ...(offset === body.size ? whole(offset) : LATER), offset };
}

/**
 * Goes on from there.
 * @param {Asked} asked
 * @param {number} offset
 * @param {Way} way
 * @returns {Promise<Uploaded>}
 */
async function goneOn(asked, offset, { progress, signal }) {
  const { uploads, photo, body } = asked;
  const headers = { ...headersOf(asked), "Content-Type": BYTES, "Upload-Offset": String(offset) };
  const onward = { progress: (/** @type {number} */ sent) => progress(offset + sent), signal };
  const { status, reached, text } = await patch(`${uploads}/${photo.id}`, body.slice(offset), headers, onward);
  if (status === 204 && reached === body.size) {
    return whole(reached);
  }
  return ASK_WHERE.has(status) ? LATER : refusedOr(status, text, photo);
}

/**
 * Once the server has said that it begins anew, it is not asked to a second time.
 * @param {Asked} asked
 * @returns {Asked}
 */
const begunAnew = (asked) => (asked.photo.isAnew ? { ...asked, photo: { ...asked.photo, isAnew: false } } : asked);

/**
 * Lower than before only when the server lost what it held: the next try begins there.
 * @param {number} offset
 * @param {number} held
 * @param {Photo} photo
 */
const reached = (offset, held, photo) => (offset < 0 ? Math.max(held, photo.sent) : offset);

/**
 * Sends a photo from where the server stands, and goes on after each drop of the line for as long as
 * the server holds more than before: what it holds is never sent again.
 * @param {Asked} first
 * @param {Way} way
 * @returns {Promise<Uploaded>}
 */
export async function sendPhoto(first, way) {
  let held = -1;
  let asked = first;
  for (;;) {
    const { offset, verdict, change } = await announced(asked, way.signal);
    asked = offset < 0 ? asked : begunAnew(asked);
    const anew = asked !== first && { isAnew: false };
    if (verdict !== "later" || offset <= held) {
      return { verdict, change: { ...anew, sent: reached(offset, held, first.photo), ...change } };
    }
    held = offset;
    way.progress(offset);
    const went = await goneOn(asked, offset, way);
    if (went.verdict !== "later" || went.change.spoilt) {
      return { verdict: went.verdict, change: { ...anew, sent: held, ...went.change } };
    }
  }
}

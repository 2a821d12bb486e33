/** What goes over the network: words in one request, a photo from the byte that the server holds. */

import { toldIn, verdictOf } from "./answers.js";
import { patch } from "./patch.js";

/** @typedef {import("./answers.js").Verdict} Verdict */
/** @typedef {import("./answers.js").Told} Told */
/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Photo} Photo */

const LETTER = "application/vnd.lang-nghe.letter";
const WORDS_PATIENCE_MS = 60_000;
const TUS = { "Tus-Resumable": "1.0.0" };

/**
 * A request that is given up after a while without an end; status 0 when there was no answer.
 * @param {string} to
 * @param {RequestInit} what
 * @param {number} patience in milliseconds
 */
async function ask(to, what, patience) {
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), patience);
  try {
    // Sent elsewhere by a portal, it would come back as that portal's page.
    const answer = await fetch(to, { ...what, redirect: "manual", cache: "no-store", signal: stop.signal });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  } catch {
    return { status: 0, headers: new Headers(), text: "" };
  } finally {
    clearTimeout(clock);
  }
}

/**
 * Sends the words of an item.
 * @param {Item} item
 * @param {Blob} letter
 * @param {number} now
 * @returns {Promise<{ verdict: Verdict, told: Told | null }>}
 */
export async function sendWords(item, letter, now) {
  const headers = {
    "Content-Type": LETTER,
    "Outbox-Item": item.id,
    "Outbox-Clock": new Date(now).toISOString(),
  };
  const { status, text } = await ask(item.to, { method: "POST", body: letter, headers }, WORDS_PATIENCE_MS);
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

/**
 * @param {number} status
 * @param {string} text
 * @param {string} id of the photo
 * @returns {Uploaded}
 */
function refusedOr(status, text, id) {
  const told = toldIn(text);
  const verdict = verdictOf({ status, told }, id);
  return verdict === "needs" ? { verdict, change: { refused: told?.sentence ?? "" } } : { verdict, change: {} };
}

/**
 * Sends a photo from where the server stands.
 * @param {{ uploads: string, item: Item, photo: Photo, body: Blob, sha256: string, pass: string, zone: string }} asked
 * @param {(sent: number) => void} progress bytes that are on their way
 * @returns {Promise<Uploaded>}
 */
export async function sendPhoto({ uploads, item, photo, body, sha256, pass, zone }, progress) {
  const headers = { ...TUS, "Outbox-Pass": pass, "Outbox-Item": item.id };
  const told = { id: photo.id, item: item.id, zone, sha256 };
  const begin = { ...headers, "Upload-Length": String(body.size), "Upload-Metadata": metadata(told) };
  const made = await ask(uploads, { method: "POST", headers: begin }, WORDS_PATIENCE_MS);
  const offset = Number(made.headers.get("Upload-Offset") ?? NaN);
  if (made.status !== 201 || !Number.isInteger(offset)) {
    return refusedOr(made.status, made.text, photo.id);
  }
  if (offset === body.size) {
    return { verdict: "sent", change: { sent: offset, isDone: true } };
  }
  const rest = body.slice(offset);
  const onward = { ...headers, "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(offset) };
  const { status, reached, text } = await patch(`${uploads}/${photo.id}`, rest, onward, (sent) => progress(offset + sent));
  if (status === 204 && reached === body.size) {
    return { verdict: "sent", change: { sent: reached, isDone: true } };
  }
  const { verdict, change } = refusedOr(status, text, photo.id);
  return { verdict, change: { sent: Math.max(offset, reached), ...change } };
}

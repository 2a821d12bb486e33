/** One PATCH of the resumable upload, with the bytes that are on their way where the browser tells. */

import { SILENCE_MS, SLOWEST_BYTES_A_MS } from "./pauses.js";
import { endInSilence } from "./silence.js";

/** @typedef {{ status: number, reached: number, text: string }} Patched reached: the byte that the server said it holds; -1 when it said nothing */

/**
 * @typedef {object} Way
 * @property {(sent: number) => void} progress bytes of this body that are on their way
 * @property {AbortSignal} [signal] ends it: the photo was thrown away, or this network may not be used
 */

/** @type {Patched} */
const NO_ANSWER = { status: 0, reached: -1, text: "" };

/**
 * The byte that a header names; -1 when it names none, as with an answer that is not the server's.
 * @param {string | null} text
 */
export const offsetIn = (text) => (text !== null && /^\d{1,15}$/.test(text) ? Number(text) : -1);

/**
 * The byte that an answer names, if it is of this photo: on a bad line an answer may be another's.
 * @param {string} of the photo's address
 * @param {(name: string) => string | null} head
 */
export function reachedOf(of, head) {
  const at = head("Location") ?? "";
  return at.startsWith("/") && of.endsWith(at) ? offsetIn(head("Upload-Offset")) : -1;
}

/**
 * @param {string} to
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {Way} way
 * @returns {Promise<Patched>}
 */
export async function patch(to, body, headers, way) {
  if (way.signal?.aborted) {
    return NO_ANSWER;
  }
  return typeof XMLHttpRequest === "undefined" ? byFetch(to, body, headers, way) : byRequest(to, body, headers, way);
}

/**
 * @param {string} to
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {Way} way
 * @returns {Promise<Patched>}
 */
async function byFetch(to, body, headers, { signal }) {
  const stop = new AbortController();
  const end = () => stop.abort();
  const clock = setTimeout(end, SILENCE_MS + body.size / SLOWEST_BYTES_A_MS);
  signal?.addEventListener("abort", end);
  try {
    const what = { method: "PATCH", body, headers, signal: stop.signal };
    const answer = await fetch(to, { ...what, redirect: "manual", cache: "no-store" });
    const reached = reachedOf(to, (name) => answer.headers.get(name));
    return { status: answer.status, reached, text: await answer.text() };
  } catch {
    return NO_ANSWER;
  } finally {
    clearTimeout(clock);
    signal?.removeEventListener("abort", end);
  }
}

/**
 * @param {string} to
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {Way} way
 * @returns {Promise<Patched>}
 */
function byRequest(to, body, headers, { progress, signal }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = () => {
      signal?.removeEventListener("abort", stop);
      const { status, responseText: text } = request;
      const reached = reachedOf(to, (name) => request.getResponseHeader(name));
      resolve(status === 0 ? NO_ANSWER : { status, reached, text });
    };
    request.open("PATCH", to);
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("loadend", end);
    signal?.addEventListener("abort", stop);
    endInSilence(request, body.size);
    request.send(body);
  });
}

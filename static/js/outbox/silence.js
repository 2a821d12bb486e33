/** A line that went dead is given up; a slow one goes on for as long as it moves. */

import { SILENCE_MS, patienceFor } from "./pauses.js";

/**
 * @param {XMLHttpRequest} request opened and not sent yet
 * @param {number} size bytes that it will send
 */
export function endInSilence(request, size) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let silence;
  const listen = (patience = SILENCE_MS) => {
    clearTimeout(silence);
    silence = setTimeout(() => request.abort(), patience);
  };
  request.upload.addEventListener("progress", () => listen());
  request.upload.addEventListener("load", () => listen(patienceFor(size)));
  request.addEventListener("progress", () => listen());
  request.addEventListener("loadend", () => clearTimeout(silence));
  listen();
}

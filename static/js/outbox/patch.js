/** One PATCH of the resumable upload, with the bytes that are on their way where the browser tells. */

/** @typedef {{ status: number, reached: number, text: string }} Patched reached: the byte that the server said it holds; 0 when it said nothing */

/** Without a byte for so long the line is dead; a slow one goes on for as long as it moves. */
const SILENCE_MS = 30_000;

/**
 * @param {string} to
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {(sent: number) => void} progress
 * @returns {Promise<Patched>}
 */
export function patch(to, body, headers, progress) {
  return typeof XMLHttpRequest === "undefined" ? byFetch(to, body, headers) : byRequest(to, body, headers, progress);
}

/**
 * @param {string} to
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @returns {Promise<Patched>}
 */
async function byFetch(to, body, headers) {
  try {
    const answer = await fetch(to, { method: "PATCH", body, headers, redirect: "manual", cache: "no-store" });
    const reached = Number(answer.headers.get("Upload-Offset") ?? 0);
    return { status: answer.status, reached, text: await answer.text() };
  } catch {
    return { status: 0, reached: 0, text: "" };
  }
}

/**
 * @param {string} to
 * @param {Blob} body
 * @param {Record<string, string>} headers
 * @param {(sent: number) => void} progress
 * @returns {Promise<Patched>}
 */
function byRequest(to, body, headers, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let silence;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const end = () => {
      clearTimeout(silence);
      const reached = Number(request.getResponseHeader("Upload-Offset") ?? 0);
      resolve({ status: request.status, reached, text: request.responseText });
    };
    request.open("PATCH", to);
    for (const [name, value] of Object.entries(headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.addEventListener("progress", (event) => (listen(), progress(event.loaded)));
    for (const name of ["load", "error", "abort"]) {
      request.addEventListener(name, end);
    }
    listen();
    request.send(body);
  });
}

/** A staff page that somebody opens: from the server, else as it was kept, else what to do now. */

import { kept } from "./files.js";
import { awaitLate, takeLate } from "./late.js";

/** @typedef {import("./shelf.js").Page} Page */
/** @typedef {import("./shelf.js").Shelf} Shelf */

const PATIENCE_MS = 3_000;
/** Where nothing is kept: a line that takes and never answers is as good as none. */
const LAST_PATIENCE_MS = 20_000;
const OK = 200;
const GONE = 410;
/** Of the server itself, not of what stands before it. */
const ANSWERS = new Set([OK, 204, GONE]);
const NO_SERVER = new Set([502, 503, 504]);

/** @param {Page} page */
const shown = ({ html, headers }) => new Response(html, { headers });

/**
 * @param {number} milliseconds
 * @returns {Promise<null>}
 */
const patience = (milliseconds) => new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));

/**
 * @param {Request} request
 * @param {Shelf} shelf
 * @param {string} instead address of the page that is shown when there is none
 * @param {(work: Promise<void>) => void} after what may go on when the page is shown
 * @returns {Promise<Response>}
 */
export async function pageFor(request, shelf, instead, after) {
  const left = await shelf.left();
  if (left) {
    // Before the server has heard of it nothing of theirs is shown.
    const { status, name } = await still();
    if (!ANSWERS.has(status)) {
      return noPage(instead);
    }
    if (name === left) {
      return Response.redirect(new URL("/logout", request.url), 303);
    }
    await shelf.settle();
  }
  const page = await shelf.read(new URL(request.url).pathname, Date.now());
  if (!page) {
    return freshOr(request, instead);
  }
  const late = takeLate(request.url, Date.now());
  if (late) {
    return late;
  }
  const fresh = fetch(request).then(ofServer, () => null);
  after(fresh.then((answer) => forgetWhenEnded(answer, shelf)));
  const answer = await Promise.race([fresh, patience(PATIENCE_MS)]);
  if (answer) {
    return answer;
  }
  after(awaitLate(request.url, fresh).catch(() => undefined));
  return shown(page);
}

/**
 * Sent elsewhere, perhaps to sign in: where somebody ended this sign-in, its pages go too. One that
 * only ran out by itself keeps them, as the network may be gone again before anybody signed in.
 * @param {Response | null} answer
 * @param {Shelf} shelf
 */
async function forgetWhenEnded(answer, shelf) {
  if (answer?.type === "opaqueredirect" && (await still()).status === GONE) {
    await shelf.forget();
  }
}

/** @param {Response} answer nothing when it is only what stands before a server that is down */
const ofServer = (answer) => (NO_SERVER.has(answer.status) ? null : answer);

/**
 * From the server or not at all.
 * @param {Request} request
 * @param {string} instead
 * @returns {Promise<Response>}
 */
export async function freshOr(request, instead) {
  const fresh = fetch(request).catch(() => null);
  return (await Promise.race([fresh, patience(LAST_PATIENCE_MS)])) ?? noPage(instead);
}

/** What the server says of the sign-in of this browser: its name, or none; status 0 without a way. */
async function still() {
  try {
    const answer = await fetch("/offline/still", { cache: "no-store" });
    const { status } = answer;
    return { status, name: status === OK ? String((await answer.json()).name) : "" };
  } catch {
    return { status: 0, name: "" };
  }
}

/** @param {string} instead */
async function noPage(instead) {
  return (await kept(instead)) ?? Response.error();
}

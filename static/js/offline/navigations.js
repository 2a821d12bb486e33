/** A staff page that somebody opens: from the server, else as it was kept, else what to do now. */

import { kept } from "./files.js";

/** @typedef {import("./shelf.js").Page} Page */
/** @typedef {import("./shelf.js").Shelf} Shelf */

const PATIENCE_MS = 3_000;
const NO_SERVER = new Set([502, 503, 504]);

/** @param {Page} page */
const shown = ({ html, headers }) => new Response(html, { headers });

/** @returns {Promise<null>} */
const patience = () => new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));

/**
 * @param {Request} request
 * @param {Shelf} shelf
 * @param {string} instead address of the page that is shown when there is none
 * @returns {Promise<Response>}
 */
export async function pageFor(request, shelf, instead) {
  if (await shelf.hasLeft()) {
    // The server has not heard of it: nothing of theirs is shown before it has.
    return (await isReached()) ? Response.redirect("/logout", 303) : noPage(instead);
  }
  const page = await shelf.read(new URL(request.url).pathname, Date.now());
  if (!page) {
    return freshOr(request, instead);
  }
  const fresh = fetch(request).catch(() => null);
  const answer = await Promise.race([fresh, patience()]);
  return answer && !NO_SERVER.has(answer.status) ? answer : shown(page);
}

/**
 * From the server or not at all.
 * @param {Request} request
 * @param {string} instead
 * @returns {Promise<Response>}
 */
export function freshOr(request, instead) {
  return fetch(request).catch(() => noPage(instead));
}

async function isReached() {
  try {
    return (await fetch("/healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** @param {string} instead */
async function noPage(instead) {
  return (await kept(instead)) ?? Response.error();
}

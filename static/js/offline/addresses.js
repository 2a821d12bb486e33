/** Which requests the service worker has to do with. Pure. */

/**
 * page: a staff page that somebody opens. file: an unchanging file of staff pages. left, came:
 * somebody signs out or in, which it watches but never answers.
 * @typedef {"page" | "file" | "left" | "came" | "none"} Kind
 */

const COMES = new Set(["/login", "/first-sign-in"]);

/** @typedef {{ method: string, mode: string, url: string, htmx?: string | null, referrer?: string }} Asked */

/** Of any build: a page of the one before, or of one whose worker waits still, asks for its own. */
const FILE = /^\/static\/(?:vendor|[0-9a-f]{12}\/(?:css|img|js(?!\/(?:public|kept_tip))))\//;

/**
 * @param {Asked} asked
 * @param {string} origin
 * @param {ReadonlySet<string>} prefixes the first parts of the addresses of staff pages: citizens'
 *   pages begin otherwise, and are never answered
 * @returns {Kind}
 */
export function kindOf({ method, mode, url, htmx, referrer }, origin, prefixes) {
  const { origin: theirs, pathname } = new URL(url);
  const opens = mode === "navigate";
  if (theirs !== origin || htmx) {
    return "none";
  }
  if (method === "GET") {
    return gotten(pathname, opens, prefixes);
  }
  // Forms of our own pages alone: another site's would only take away what is kept.
  return opens && method === "POST" && referrer?.startsWith(`${origin}/`) ? watched(pathname) : "none";
}

/**
 * @param {string} path
 * @param {boolean} opens
 * @param {ReadonlySet<string>} prefixes
 * @returns {Kind}
 */
function gotten(path, opens, prefixes) {
  if (opens) {
    return prefixes.has(path.split("/")[1]) ? "page" : "none";
  }
  return FILE.test(path) ? "file" : "none";
}

/**
 * @param {string} path
 * @returns {Kind}
 */
function watched(path) {
  if (path === "/logout") {
    return "left";
  }
  return COMES.has(path) ? "came" : "none";
}

/** Which requests the service worker has to do with. Pure. */

/**
 * page: a staff page that somebody opens. file: an unchanging file of staff pages. left, came:
 * somebody signs out or in, which it watches but never answers.
 * @typedef {"page" | "file" | "left" | "came" | "none"} Kind
 */

/** @typedef {{ method: string, mode: string, url: string, htmx?: string | null }} Asked */

/**
 * @param {Asked} asked
 * @param {string} origin
 * @param {{ files: ReadonlySet<string>, prefixes: ReadonlySet<string> }} known the first parts of
 *   the addresses of staff pages: citizens' pages begin otherwise, and are never answered
 * @returns {Kind}
 */
export function kindOf({ method, mode, url, htmx }, origin, { files, prefixes }) {
  const { origin: theirs, pathname } = new URL(url);
  const opens = mode === "navigate";
  if (theirs !== origin || htmx) {
    return "none";
  }
  if (method === "GET") {
    return gotten(pathname, opens, { files, prefixes });
  }
  return opens && method === "POST" ? watched(pathname) : "none";
}

/**
 * @param {string} path
 * @param {boolean} opens
 * @param {{ files: ReadonlySet<string>, prefixes: ReadonlySet<string> }} known
 * @returns {Kind}
 */
function gotten(path, opens, { files, prefixes }) {
  if (opens) {
    return prefixes.has(path.split("/")[1]) ? "page" : "none";
  }
  return files.has(path) ? "file" : "none";
}

/**
 * @param {string} path
 * @returns {Kind}
 */
function watched(path) {
  if (path === "/logout") {
    return "left";
  }
  return path === "/login" || path.startsWith("/first") ? "came" : "none";
}

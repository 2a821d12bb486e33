/** How long to wait: for what is on its way, and until something that failed is tried again. Pure. */

/** @typedef {{ notBefore: number, triedAt?: number }} Tried by this phone's clock, milliseconds since 1970 */

/** Without a byte for so long the line is dead; a slow one goes on for as long as it moves. */
export const SILENCE_MS = 30_000;
/** Where nothing tells of the bytes (in the worker, in a socket): slower no line is worth the wait. */
export const SLOWEST_BYTES_A_MS = 4;
/** So much the phone's own socket and the network behind it may hold when the last byte has left the page. */
const MOST_IN_SOCKETS = 512 * 1024;
const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;
const JITTER = 0.25;

/**
 * How long to wait for the answer once all has left the page: it may not have left the phone.
 * @param {number} size bytes that were sent
 */
export const patienceFor = (size) => SILENCE_MS + Math.min(size, MOST_IN_SOCKETS) / SLOWEST_BYTES_A_MS;

/**
 * How long to wait after so many failures; phones that lost the network together do not all come
 * back in the same second.
 * @param {number} failures from 1
 * @param {number} chance from 0 to 1
 */
export function pauseAfter(failures, chance) {
  const straight = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(failures, 1) - 1, 20));
  return Math.round(Math.min(LONGEST_MS, straight * (1 - JITTER + 2 * JITTER * chance)));
}

/**
 * When it may be tried. A clock that was set back meanwhile says nothing of how long it waited: then
 * it may go at once, and is not held for the years between.
 * @param {Tried} tried
 * @param {number} now
 */
export function dueAt({ notBefore, triedAt = 0 }, now) {
  return now < triedAt || notBefore - now > LONGEST_MS ? now : notBefore;
}

/**
 * Whether something got through since it was tried: then it was the line.
 * @param {Tried} tried
 * @param {number} now
 * @param {number} aliveAt when something got through last
 */
export const isFreed = ({ triedAt = 0 }, now, aliveAt) => aliveAt <= now && aliveAt > triedAt;

/**
 * When it may be tried, where nothing that failed on a line that is alive again waits longer than
 * after a first failure.
 * @param {Tried} tried
 * @param {number} now
 * @param {number} aliveAt when something got through last
 */
export function easedAt(tried, now, aliveAt) {
  const due = dueAt(tried, now);
  return isFreed(tried, now, aliveAt) ? Math.min(due, (tried.triedAt ?? 0) + FIRST_MS) : due;
}

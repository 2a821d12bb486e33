/** When something that failed may be tried again. Pure. */

/** @typedef {{ notBefore: number, triedAt?: number }} Tried by this phone's clock, milliseconds since 1970 */

const FIRST_MS = 1_000;
const LONGEST_MS = 300_000;
const JITTER = 0.25;

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

/**
 * What is sent next, and what becomes of it. Pure: what it is told to write down is kept elsewhere.
 *
 * Words go before photos, the oldest first, one thing at a time. What needs a person, and what waits
 * for its author, holds nothing else up.
 */

import { dueAt, easedAt, isFreed, pauseAfter } from "./pauses.js";

/** @typedef {import("./answers.js").Verdict} Verdict */
/** @typedef {import("./answers.js").Told} Told */

/**
 * @typedef {object} Photo
 * @property {string} id
 * @property {number} size bytes as they are sent
 * @property {number} sent bytes that the server has said it holds
 * @property {boolean} isDone
 * @property {boolean} isOriginal proof in full size: goes after everything else
 * @property {number} [failed] tries since it moved last: the others of its form go before
 * @property {string} [refused] the sentence with which it was sent back; empty when its bytes are gone
 * @property {number} [spoilt] how often its bytes arrived otherwise than they left
 * @property {boolean} [isAnew] somebody wants it sent once more, though it was sent back
 */

/** @typedef {"waiting" | "needs" | "sign-in" | "sent"} State */

/**
 * @typedef {object} Item
 * @property {string} id of the record that it becomes
 * @property {string} form
 * @property {string} to address
 * @property {string} owner name of its author that tells nobody who it is
 * @property {number} at when it was saved, milliseconds since 1970
 * @property {State} state
 * @property {boolean} hasGone whether the words are there
 * @property {Photo[]} photos
 * @property {number} failures one after the other
 * @property {number} notBefore by this phone's clock
 * @property {number} [triedAt] by this phone's clock
 * @property {Told} [told] the server's last word on it
 * @property {boolean} [paper] whether somebody takes its number away on paper
 */

/** @typedef {{ item: Item, photo?: Photo }} Step */

/** @param {Item} item */
const photosLeft = (item) =>
  item.photos
    .filter((photo) => !photo.isDone && photo.refused === undefined)
    .sort((one, other) => (one.failed ?? 0) - (other.failed ?? 0));

/**
 * Everything that may go, in its order: words, then photos, then proofs in full size.
 * @param {Item[]} items
 * @returns {Step[]}
 */
export function stepsOf(items) {
  const going = items.filter((item) => item.state === "waiting").sort((one, other) => one.at - other.at);
  const words = going.filter((item) => !item.hasGone).map((item) => ({ item }));
  const photos = going
    .filter((item) => item.hasGone)
    .flatMap((item) => photosLeft(item).map((photo) => ({ item, photo })));
  return [...words, ...photos.sort((one, other) => Number(one.photo.isOriginal) - Number(other.photo.isOriginal))];
}

/**
 * The step whose turn it is, if one may go now: first what waited its time, then what only failed
 * with a line that is alive again. What failed since something got through goes behind the rest, or
 * forms that never go would take every turn.
 * @param {Item[]} items
 * @param {number} now
 * @param {number} [aliveAt] when something got through last
 * @returns {Step | undefined}
 */
export function nextStep(items, now, aliveAt = 0) {
  const turn = (/** @type {Step} */ { item: { failures, triedAt = 0 } }) => (failures > 0 && triedAt > aliveAt ? triedAt : 0);
  const steps = stepsOf(items).sort((one, other) => turn(one) - turn(other));
  const isDue = (/** @type {Step} */ { item }) => dueAt(item, now) <= now;
  const isEased = (/** @type {Step} */ { item }) => easedAt(item, now, aliveAt) <= now;
  return steps.find(isDue) ?? steps.find(isEased);
}

/**
 * When to look again; nothing when nothing waits.
 * @param {Item[]} items
 * @param {number} now
 * @param {number} [aliveAt] when something got through last
 * @returns {number | undefined} milliseconds from now
 */
export function nextLook(items, now, aliveAt = 0) {
  const times = stepsOf(items).map(({ item }) => easedAt(item, now, aliveAt));
  return times.length === 0 ? undefined : Math.max(0, Math.min(...times) - now);
}

/**
 * Counts a try as failed before it begins: whoever dies on the way finds it so. Failures are counted
 * anew since something else got through.
 * @param {Item} item
 * @param {number} now
 * @param {number} chance
 * @param {number} [aliveAt] when something got through last
 * @returns {Item}
 */
export function begun(item, now, chance, aliveAt = 0) {
  const failures = isFreed(item, now, aliveAt) ? 1 : item.failures + 1;
  return { ...item, failures, notBefore: now + pauseAfter(failures, chance), triedAt: now };
}

/**
 * @param {Item} item
 * @returns {Item}
 */
function onward(item) {
  /** @type {State} */
  const state = !item.hasGone || photosLeft(item).length > 0 ? "waiting" : item.photos.some(({ refused }) => refused !== undefined) ? "needs" : "sent";
  return { ...item, state, failures: 0, notBefore: 0 };
}

/**
 * What the words became.
 * @param {Item} item
 * @param {Verdict} verdict
 * @param {Told | null} told
 * @returns {Item}
 */
export function wordsSettled(item, verdict, told) {
  if (verdict === "sent") {
    return onward({ ...item, hasGone: true, told: told ?? {} });
  }
  return verdict === "later" ? item : { ...item, state: verdict, told: told ?? {} };
}

/**
 * @param {Photo} photo
 * @param {Partial<Photo>} change
 * @returns {Photo}
 */
const tried = (photo, change) => ({ ...photo, failed: (change.sent ?? 0) > photo.sent ? 0 : (photo.failed ?? 0) + 1, ...change });

/**
 * What a photo became; bytes that the server holds by now are never sent again. A line that drops
 * again and again but takes some bytes each time is no failure: it goes on at once.
 * @param {Item} item
 * @param {string} id of the photo
 * @param {Partial<Photo>} change
 * @param {Verdict} verdict
 * @returns {Item}
 */
export function photoSettled(item, id, change, verdict) {
  const photos = item.photos.map((photo) => (photo.id === id ? tried(photo, change) : photo));
  const moved = { ...item, photos };
  if (verdict === "sign-in") {
    return { ...moved, state: "sign-in" };
  }
  if (verdict === "later") {
    const hasMoved = photos.some((photo) => photo.id === id && photo.failed === 0);
    return hasMoved ? { ...moved, failures: 0, notBefore: 0 } : moved;
  }
  return onward(moved);
}

/**
 * Once more, now: a person asked, the network came back, or the author signed in.
 * @param {Item} item
 * @param {boolean} isSignedIn whether its author is
 * @returns {Item}
 */
export function again(item, isSignedIn) {
  const state = item.state === "sign-in" && isSignedIn ? "waiting" : item.state;
  return state === "waiting" ? { ...item, state, failures: 0, notBefore: 0 } : item;
}

/**
 * A photo that was sent back, once more.
 * @param {Item} item
 * @param {string} id of the photo
 * @returns {Item}
 */
export function photoAgain(item, id) {
  const photos = item.photos.map(({ refused, ...photo }) => {
    const isThis = photo.id === id && refused !== undefined;
    return isThis ? { ...photo, sent: 0, spoilt: 0, isAnew: true } : { ...photo, ...(refused !== undefined && { refused }) };
  });
  return { ...item, photos, state: "waiting", failures: 0, notBefore: 0 };
}

/**
 * The item without a photo that cannot be sent.
 * @param {Item} item
 * @param {string} id of the photo
 * @returns {Item}
 */
export function withoutPhoto(item, id) {
  return onward({ ...item, photos: item.photos.filter((photo) => photo.id !== id) });
}

/** What becomes of a villager's tip that waits on the phone for the network. Pure. */

import { verdictOf } from "../outbox/answers.js";
import { pauseAfter } from "../outbox/pauses.js";

/** @typedef {import("../outbox/answers.js").Answer} Answer */

/**
 * @typedef {object} Kept a sealed tip: nothing in it can be read on this phone
 * @property {string} id of the form
 * @property {string} to address
 * @property {number} at when it was kept, milliseconds since 1970
 * @property {ArrayBuffer} letter the same bytes at every try, so that the server knows them again
 * @property {"waiting" | "sent" | "refused"} state
 * @property {number} failures one after the other
 * @property {number} notBefore by this phone's clock
 * @property {string} [sentence] why the server does not take it
 * @property {string} [url] the receipt, for some minutes
 * @property {number} [answered] when the server named it
 */

export const LASTS_MS = 24 * 3_600_000;
/** A receipt's address is good for ten minutes; the last one is left for the way there. */
export const RECEIPT_MS = 9 * 60_000;

/** Several people of a family, not a store of everything. */
export const MOST = 5;

/**
 * A clock that was set back makes no tip older or younger than it is.
 * @param {Kept} kept
 * @param {number} now
 */
export const ageOf = (kept, now) => Math.max(0, now - kept.at);

/**
 * Counts a try as failed before it begins: whoever dies on the way finds it so.
 * @param {Kept} kept
 * @param {number} now
 * @param {number} chance
 * @returns {Kept}
 */
export function begun(kept, now, chance) {
  const failures = kept.failures + 1;
  return { ...kept, failures, notBefore: now + pauseAfter(failures, chance) };
}

/**
 * What a try came to. A tip that arrived stays until its receipt was looked at: sent once more, the
 * same bytes bring the same receipt.
 * @param {Kept} kept
 * @param {Answer} answer
 * @param {number} now
 * @returns {Kept}
 */
export function settled(kept, answer, now) {
  const verdict = verdictOf(answer, kept.id);
  if (verdict === "sent") {
    return { ...kept, state: "sent", url: answer.told?.url ?? "", answered: now };
  }
  // What arrived before is no worse for it when the server is asked again for its receipt.
  return verdict === "later" || kept.state === "sent"
    ? kept
    : { ...kept, state: "refused", sentence: answer.told?.sentence ?? "" };
}

/**
 * The one whose turn it is: the oldest that waits.
 * @param {Kept[]} all
 * @param {number} now
 * @returns {Kept | undefined}
 */
export function nextOf(all, now) {
  return all
    .filter((kept) => kept.state === "waiting" && kept.notBefore <= now)
    .sort((one, other) => one.at - other.at)[0];
}

/**
 * When to look again; nothing when nothing is kept.
 * @param {Kept[]} all
 * @param {number} now
 * @returns {number | undefined} milliseconds from now
 */
export function nextLook(all, now) {
  const times = all.map((kept) => {
    // A clock that jumped makes nobody look again and again.
    const until = Math.max(60_000, LASTS_MS - ageOf(kept, now));
    return kept.state === "waiting" ? Math.min(until, Math.max(0, kept.notBefore - now)) : until;
  });
  return times.length === 0 ? undefined : Math.min(...times);
}

/**
 * The receipt's address while it surely opens.
 * @param {Kept} kept
 * @param {number} now
 */
export function receiptOf(kept, now) {
  const since = now - (kept.answered ?? now);
  return since >= 0 && since < RECEIPT_MS ? (kept.url ?? "") : "";
}

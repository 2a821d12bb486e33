/** The line of what needs its author: why, and what can be done. */

import { common, link, made, part } from "./rows.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./rows.js").Context} Context */

/**
 * The sentences with which the server sent a form back: that of each box, or the one on all.
 * @param {Item} item
 */
export function sentencesOf({ told }) {
  const boxes = (told?.errors ?? []).map(({ label, sentence }) => (label ? `${label}: ${sentence}` : sentence));
  return boxes.length > 0 ? boxes.join(" ") : (told?.sentence ?? "");
}

/**
 * Whether the server has this form already and it says something else.
 * @param {Item} item
 */
const isTwo = ({ told }) => told?.version !== undefined;

/**
 * @param {HTMLElement} row
 * @param {DOMStringMap} words
 * @param {Item} item
 */
function sayWhy(row, words, item) {
  const place = part(row, "[data-sentence]");
  const isSignIn = item.state === "sign-in";
  const why = isTwo(item) ? words.two : [words.notSent, sentencesOf(item), words.whole].join(" ");
  place.textContent = (isSignIn ? words.signIn : why) ?? "";
  // What was sent back of a photo stands beside that photo.
  /** @type {HTMLElement} */ (place.parentElement).hidden = item.hasGone && !isSignIn;
}

/**
 * @param {Context} context
 * @param {Item} item
 */
export function needsRow(context, item) {
  const row = common(made(context, "needs"), context, item);
  const isSignIn = item.state === "sign-in";
  const canMend = context.readable.has(item.id);
  sayWhy(row, context.page.dataset, item);
  part(row, "[data-act=mend]").hidden = !canMend || isTwo(item);
  part(row, "[data-act=compare]").hidden = !canMend || !isTwo(item);
  link(row, "[data-held]", canMend ? undefined : item.told?.held);
  link(row, "[data-stored]", item.told?.url);
  part(row, "[data-mending]").hidden = isSignIn || item.hasGone;
  part(row, "[data-login]").hidden = !isSignIn;
  return row;
}

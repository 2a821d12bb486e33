/**
 * The part that seals, keeps and sends, beside the page: the page's own policy closes every way out
 * of it but its form, and a large photo is sealed without anything on screen standing still.
 */

import { Keeper } from "./keeper.js";
import { post, written } from "./letter.js";
import * as store from "./store.js";

/** @typedef {import("./keeper.js").Sealed} Sealed */

/** @type {ReturnType<typeof setTimeout> | undefined} */
let clock;
/** @type {Sealed | undefined} the tip that a person just wants to send */
let inHand;

const keeper = new Keeper({
  ...store,
  post,
  now: () => Date.now(),
  ticks: () => performance.now(),
  chance: Math.random,
  wake: (milliseconds) => {
    clearTimeout(clock);
    clock = setTimeout(() => keeper.run(), milliseconds);
  },
  changed: (shown, over) => postMessage({ shown, over: over.map(({ state }) => state) }),
});

/** @param {string} page @returns {Promise<string>} the words for all this, in the person's language */
async function wordsOf(page) {
  const answer = await fetch(page, { redirect: "error", credentials: "omit" });
  return answer.ok ? answer.text() : "";
}

/** @type {Record<string, (asked: any) => Promise<unknown>>} */
const WORK = {
  words: ({ page }) => wordsOf(page),
  seal: async ({ key, tip }) => {
    inHand = await written(key, tip, Date.now());
  },
  send: async () => inHand && post(inHand, Date.now()),
  keep: async () => {
    if (inHand) {
      await keeper.keep(inHand);
    }
    inHand = undefined;
  },
  run: () => keeper.run(),
  again: () => keeper.again(),
  remove: ({ id }) => keeper.remove(id),
  receipt: ({ id }) => keeper.receipt(id),
};

addEventListener("message", async ({ data: { number, what, asked } }) => {
  try {
    postMessage({ number, answer: await WORK[what](asked) });
  } catch (failure) {
    postMessage({ number, failure: String(failure) });
  }
});
addEventListener("online", () => keeper.again());

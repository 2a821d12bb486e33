/** What stands round the lists: what is going on now, and how much the phone holds. */

import { fill } from "../fill.js";
import { sendsAlone } from "./world.js";

/** @typedef {import("./page.js").Page} Page */

const MEGABYTE = 1e6;

/** @param {Page} view */
function sentence({ page: { dataset: words }, keeping: { sender } }) {
  if (!navigator.onLine) {
    return words.off;
  }
  if (!sender.world.isAllowed()) {
    return words.forWifi;
  }
  return sender.silent > 0 ? words.waits : words.sending;
}

/**
 * @param {Page} view
 * @param {number} waiting how many items
 */
export function say(view, waiting) {
  const { dataset: words } = view.page;
  const banner = view.part("now");
  banner.hidden = waiting === 0;
  const text = [fill(sentence(view), waiting), sendsAlone() ? words.alone : words.open].join(" ");
  const place = /** @type {HTMLElement} */ (banner.querySelector("span"));
  // Said aloud only when it changes.
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/** @param {Page} view */
export async function weigh(view) {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const { dataset: words } = view.page;
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  const megabytes = (/** @type {number} */ bytes) => number.format(bytes / MEGABYTE);
  const section = view.part("storage");
  section.hidden = quota === 0;
  const line = /** @type {HTMLElement} */ (section.querySelector("[data-used]"));
  line.textContent = `${fill(words.used, megabytes(usage))} ${fill(words.of, megabytes(quota))}`;
  /** @type {HTMLProgressElement} */ (section.querySelector("progress")).value = Math.ceil((100 * usage) / Math.max(quota, 1));
}

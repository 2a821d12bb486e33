/** What stands round the lists: what is going on now, and how much the phone holds. */

import { fill } from "../pages/fill.js";
import { sendsAlone } from "./world.js";

/** @typedef {import("./page.js").Page} Page */

const MEGABYTE = 1e6;
/** About what the words of a form take. */
const FORM_BYTES = 4e3;

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
  const kept = view.follower.isFresh ? words.kept : "";
  const later = sendsAlone() ? navigator.onLine && words.alone : words.open;
  const text = [kept, fill(sentence(view), waiting), later].filter(Boolean).join(" ");
  const place = /** @type {HTMLElement} */ (banner.querySelector("span"));
  // Said aloud only when it changes.
  if (place.textContent !== text) {
    place.textContent = text;
  }
}

/**
 * @param {number} bytes
 * @returns {string} in the unit that fits
 */
function amount(bytes) {
  const at = bytes < MEGABYTE ? 0 : bytes < 1e3 * MEGABYTE ? 1 : 2;
  const [unit, size] = /** @type {[string, number]} */ ([["kilobyte", 1e3], ["megabyte", 1e6], ["gigabyte", 1e9]][at]);
  const how = { style: "unit", unit, maximumFractionDigits: at === 0 ? 0 : 1 };
  return new Intl.NumberFormat(document.documentElement.lang, /** @type {Intl.NumberFormatOptions} */ (how)).format(bytes / size);
}

/**
 * What waits here, of what this browser may keep; nothing is said of an empty outbox.
 * @param {Page} view
 * @param {import("./queue.js").Item[]} items
 */
export async function weigh(view, items) {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  const section = view.part("storage");
  section.hidden = items.length === 0;
  const used = items.reduce((sum, { photos }) => photos.reduce((all, { size }) => all + size, sum), items.length * FORM_BYTES);
  const all = Math.max(quota - usage + used, used);
  const line = /** @type {HTMLElement} */ (section.querySelector("[data-used]"));
  line.textContent = (view.page.dataset.of ?? "").replace("{used}", amount(used)).replace("{all}", amount(all));
  /** @type {HTMLProgressElement} */ (section.querySelector("progress")).value = Math.ceil((100 * used) / all);
}

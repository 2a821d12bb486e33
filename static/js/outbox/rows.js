/** The lines of the outbox, drawn from the templates and with the words of the page. */

import { fill } from "../pages/fill.js";
import { moment, paperOf, percent, reached } from "./amounts.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Photo} Photo */

/**
 * @typedef {object} Context
 * @property {HTMLElement} page
 * @property {Map<string, string>} titles by the id of the item
 * @property {Map<string, number>} sent bytes on their way, by the id of the photo
 * @property {number} now
 * @property {string} going the photo that is on its way; "" when none is
 * @property {Set<string>} readable items whose words this officer can open here
 */

/**
 * @param {Context} context
 * @param {string} name
 */
export function made(context, name) {
  const template = /** @type {HTMLTemplateElement} */ (context.page.querySelector(`template[data-row="${name}"]`));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/**
 * @param {HTMLElement} row
 * @param {string} selector
 */
export const part = (row, selector) => /** @type {HTMLElement} */ (row.querySelector(selector));

/**
 * The original of a proof is no further picture to whoever took one.
 * @param {Photo} photo
 */
export const isPicture = ({ isOriginal }) => !isOriginal;

/**
 * What it does now.
 * @param {Item} item
 * @param {DOMStringMap} words
 * @param {number} now
 * @param {string} going
 */
export function stageOf(item, words, now, going) {
  if (item.state !== "waiting") {
    return "";
  }
  if (!navigator.onLine) {
    return words.noLine;
  }
  if (item.photos.some(({ id, isDone }) => id === going && !isDone)) {
    return words.going;
  }
  if (item.failures > 1 && item.notBefore > now) {
    return fill(words.trying, moment(item.notBefore, now));
  }
  return item.hasGone || item.failures > 0 ? "" : words.turn;
}

/**
 * @param {Context} context
 * @param {Item} item
 */
function metaOf({ page: { dataset: words }, now, going }, item) {
  const pictures = item.photos.filter(isPicture);
  const done = pictures.filter(({ isDone }) => isDone).length;
  const count = pictures.length;
  const parts = item.hasGone
    ? [words.gone, `${fill(words.photo, done)}/${count}`]
    : [fill(words.saved, moment(item.at, now)), count > 0 ? fill(words.photos, count) : ""];
  return [...parts, stageOf(item, words, now, going)].filter(Boolean).join(" · ");
}

/**
 * One photo: its bar, and what can be done with one that was sent back.
 * @param {Context} context
 * @param {Photo} photo
 * @param {number} number
 */
function photoRow(context, photo, number) {
  const { dataset: words } = context.page;
  const row = made(context, "photo");
  const there = photo.size === 0 ? 0 : Math.floor((100 * reached(photo, context.sent)) / photo.size);
  row.dataset.photo = photo.id;
  const name = fill(photo.isOriginal ? words.original : words.photo, number);
  part(row, "[data-name]").textContent = name;
  part(row, "progress").setAttribute("aria-label", name);
  part(row, "[data-side]").textContent = `${there}%`;
  /** @type {HTMLProgressElement} */ (part(row, "progress")).value = there;
  part(row, "[data-sentence]").textContent = photo.refused === "" ? (words.lost ?? "") : (photo.refused ?? "");
  part(row, "[data-sentence]").hidden = part(row, "[data-acts]").hidden = photo.refused === undefined;
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {Context} context
 * @param {Item} item
 */
export function common(row, context, item) {
  row.dataset.item = row.id = item.id;
  part(row, "[data-title]").textContent = context.titles.get(item.id) ?? context.page.dataset.untitled ?? "";
  part(row, "[data-meta]").textContent = metaOf(context, item);
  // Before the words are there, their photos stand still.
  part(row, "[data-photos]").hidden = !item.hasGone;
  part(row, "[data-photos]").replaceChildren(...item.photos.map((photo, at) =>
    // The original of a picture has the number of the picture, behind which it stands.
    photoRow(context, photo, item.photos.slice(0, at + 1).filter(isPicture).length)));
  part(row, "[data-whole]").hidden = item.hasGone;
  part(row, "[data-rest]").hidden = !item.hasGone;
  const paper = part(row, "[data-paper]");
  paper.hidden = !item.paper;
  part(paper, "[data-number]").textContent = paperOf(item.id);
  return row;
}

/**
 * @param {Context} context
 * @param {Item} item
 */
export function waitingRow(context, item) {
  const row = common(made(context, "waiting"), context, item);
  const bar = /** @type {HTMLProgressElement} */ (part(row, "progress"));
  bar.hidden = !item.hasGone;
  bar.value = percent(item, context.sent);
  bar.setAttribute("aria-label", part(row, "[data-title]").textContent ?? "");
  part(row, ".row [data-side]").textContent = item.hasGone ? `${bar.value}%` : "";
  const isReadable = context.readable.has(item.id);
  part(row, "[data-act=edit]").hidden = item.hasGone || !isReadable;
  part(row, "[data-closed]").hidden = item.hasGone || isReadable;
  return row;
}

/**
 * Whether an address stays on this site: a file from another phone may have brought it.
 * @param {string | undefined} href
 */
export const isOurs = (href) => /^\/(?!\/)/.test(href ?? "");

/**
 * A way on, where there is one.
 * @param {HTMLElement} row
 * @param {string} selector
 * @param {string | undefined} href
 */
export function link(row, selector, href) {
  const found = part(row, selector);
  found.hidden = !isOurs(href);
  if (!found.hidden) {
    found.setAttribute("href", href ?? "");
  }
}

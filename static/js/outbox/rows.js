/** The lines of the outbox, drawn from the templates and with the words of the page. */

import { fill } from "../fill.js";
import { moment, percent, reached } from "./amounts.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Photo} Photo */
/** @typedef {import("./store.js").Sent} Sent */

/**
 * @typedef {object} Context
 * @property {HTMLElement} page
 * @property {Map<string, string>} titles by the id of the item
 * @property {Map<string, number>} sent bytes on their way, by the id of the photo
 * @property {number} now
 * @property {Set<string>} readable items whose words this officer can open here
 */

/**
 * @param {Context} context
 * @param {string} name
 */
function made(context, name) {
  const template = /** @type {HTMLTemplateElement} */ (context.page.querySelector(`template[data-row="${name}"]`));
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
}

/**
 * @param {HTMLElement} row
 * @param {string} selector
 */
const part = (row, selector) => /** @type {HTMLElement} */ (row.querySelector(selector));

/**
 * @param {Context} context
 * @param {Item} item
 */
function metaOf({ page: { dataset: words }, now }, item) {
  const done = item.photos.filter(({ isDone }) => isDone).length;
  const count = item.photos.length;
  const isLater = item.state === "waiting" && item.failures > 0 && item.notBefore > now;
  const parts = item.hasGone
    ? [words.gone, `${fill(words.photo, done)}/${count}`]
    : [fill(words.saved, moment(item.at, now)), count > 0 ? fill(words.photos, count) : ""];
  return [...parts, isLater ? fill(words.trying, moment(item.notBefore, now)) : ""].filter(Boolean).join(" · ");
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
  part(row, "[data-name]").textContent = fill(photo.isOriginal ? words.original : words.photo, number);
  part(row, "[data-side]").textContent = `${there}%`;
  /** @type {HTMLProgressElement} */ (part(row, "progress")).value = there;
  part(row, "[data-sentence]").textContent = photo.refused ?? "";
  part(row, "[data-sentence]").hidden = part(row, "[data-acts]").hidden = photo.refused === undefined;
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {Context} context
 * @param {Item} item
 */
function common(row, context, item) {
  row.dataset.item = row.id = item.id;
  part(row, "[data-title]").textContent = context.titles.get(item.id) ?? context.page.dataset.untitled ?? "";
  part(row, "[data-meta]").textContent = metaOf(context, item);
  // Before the words are there, their photos stand still.
  part(row, "[data-photos]").hidden = !item.hasGone;
  part(row, "[data-photos]").replaceChildren(...item.photos.map((photo, at) => photoRow(context, photo, at + 1)));
  return row;
}

/**
 * @param {Context} context
 * @param {Item} item
 */
export function waitingRow(context, item) {
  const { dataset: words } = context.page;
  const row = common(made(context, "waiting"), context, item);
  const bar = /** @type {HTMLProgressElement} */ (part(row, "progress"));
  bar.hidden = !item.hasGone;
  bar.value = percent(item, context.sent);
  part(row, ".row [data-side]").textContent = item.hasGone ? `${bar.value}%` : item.failures === 0 ? (words.turn ?? "") : "";
  part(row, "[data-act=edit]").hidden = item.hasGone || !context.readable.has(item.id);
  return row;
}

/**
 * The sentences with which the server sent a form back: that of each box, or the one on all.
 * @param {Item} item
 */
export function sentencesOf({ told }) {
  const boxes = (told?.errors ?? []).map(({ label, sentence }) => (label ? `${label}: ${sentence}` : sentence));
  return boxes.length > 0 ? boxes.join(" ") : (told?.sentence ?? "");
}

/**
 * @param {HTMLElement} row
 * @param {string} selector
 * @param {string | undefined} href
 */
function link(row, selector, href) {
  const found = part(row, selector);
  found.hidden = href === undefined;
  if (href !== undefined) {
    found.setAttribute("href", href);
  }
}

/**
 * @param {HTMLElement} row
 * @param {DOMStringMap} words
 * @param {Item} item
 */
function sayWhy(row, words, item) {
  const place = part(row, "[data-sentence]");
  const isSignIn = item.state === "sign-in";
  place.textContent = isSignIn ? (words.signIn ?? "") : [words.notSent, sentencesOf(item), words.whole].join(" ");
  // What was sent back of a photo stands beside that photo.
  /** @type {HTMLElement} */ (place.parentElement).hidden = item.hasGone && !isSignIn;
}

/**
 * @param {Context} context
 * @param {Item} item
 */
export function needsRow(context, item) {
  const { dataset: words } = context.page;
  const row = common(made(context, "needs"), context, item);
  const isSignIn = item.state === "sign-in";
  const isForm = !isSignIn && !item.hasGone;
  const canMend = isForm && context.readable.has(item.id);
  sayWhy(row, words, item);
  part(row, "[data-act=mend]").hidden = !canMend;
  link(row, "[data-held]", isForm && !canMend ? item.told?.held : undefined);
  link(row, "[data-stored]", item.told?.url);
  part(row, "[data-login]").hidden = !isSignIn;
  return row;
}

/**
 * @param {Context} context
 * @param {Sent} sent
 */
export function sentRow(context, sent) {
  const { dataset: words } = context.page;
  const row = made(context, "sent");
  const { number, slip, url } = sent.told;
  const title = context.titles.get(sent.id) ?? words.untitled ?? "";
  const about = [
    moment(sent.savedAt, context.now) === moment(sent.at, context.now) ? "" : fill(words.saved, moment(sent.savedAt, context.now)),
    fill(words.sentAt, moment(sent.at, context.now)),
    sent.photos > 0 ? fill(words.photos, sent.photos) : "",
  ];
  part(row, "[data-title]").textContent = [title, number].filter(Boolean).join(" · ");
  part(row, "[data-meta]").textContent = about.filter(Boolean).join(" · ");
  const owed = slip !== undefined && !sent.isSlipGiven;
  part(row, "[data-slip]").hidden = !owed;
  row.dataset.sent = sent.id;
  const to = owed ? slip : url;
  if (to) {
    part(row, "a").setAttribute("href", to);
  }
  return row;
}

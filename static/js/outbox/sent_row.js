/** The line of what was sent. */

import { fill } from "../pages/fill.js";
import { moment, owes, paperOf } from "./amounts.js";
import { isOurs, made, part } from "./rows.js";

/** @typedef {import("./store.js").Sent} Sent */
/** @typedef {import("./rows.js").Context} Context */

/**
 * @param {DOMStringMap} words
 * @param {Sent} sent
 * @param {number} now
 */
function metaOf(words, { savedAt, at, photos }, now) {
  const [saved, gone] = [moment(savedAt, now), moment(at, now)];
  const about = [
    saved === gone ? "" : fill(words.saved, saved),
    fill(words.sentAt, gone),
    photos > 0 ? fill(words.photos, photos) : "",
  ];
  return about.filter(Boolean).join(" · ");
}

/**
 * @param {Context} context
 * @param {Sent} sent
 */
export function sentRow(context, sent) {
  const { page, titles, now } = context;
  const row = made(context, "sent");
  const { number, slip, url } = sent.told;
  const isOwed = owes(sent);
  row.dataset.sent = sent.id;
  part(row, "[data-title]").textContent = [titles.get(sent.id) ?? page.dataset.untitled, number].filter(Boolean).join(" · ");
  part(row, "[data-meta]").textContent = metaOf(page.dataset, sent, now);
  part(row, "[data-slip]").hidden = !isOwed;
  part(row, "[data-number]").textContent = paperOf(sent.id);
  const to = isOwed ? slip : url;
  if (isOurs(to)) {
    part(row, "a").setAttribute("href", to ?? "");
  }
  return row;
}

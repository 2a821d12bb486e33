/** What a form's element says of the form to the outbox. */

/** @typedef {import("./parcel.js").Said} Said */

/** @param {string | null | undefined} text */
const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();

/**
 * The words of a choice. A bare number says nothing without what it is the number of: "Ấp 3".
 * @param {HTMLInputElement} choice
 */
function chosenWords(choice) {
  const words = plain(choice.labels?.[0]?.textContent);
  const of = /^\d+$/.test(words) ? choice.closest("fieldset")?.querySelector("legend") : null;
  return plain(`${of?.textContent ?? ""} ${words}`);
}

/**
 * What stands for a choice or in a box, in the words of the page.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function spoken(form, name) {
  const box = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="${name}"]:is(:checked, [type=text], [type=date])`));
  return box?.type === "radio" ? chosenWords(box) : plain(box?.value);
}

/**
 * @param {HTMLFormElement} form
 * @returns {Said}
 */
export function saidBy(form) {
  const { outbox, owner, letterKey, pass, outboxKey, formVersion, title, about, paper } = /** @type {Record<string, string>} */ (form.dataset);
  const names = /** @type {string} */ (about).split(" ").filter(Boolean);
  const more = names.map((name) => spoken(form, name)).filter(Boolean);
  const to = new URL(form.action).pathname;
  const takesPaper = Boolean(paper) && form.querySelector(/** @type {string} */ (paper)) !== null;
  const given = { form: outbox, to, owner, letterKey, pass, outboxKey, version: formVersion };
  const isClosed = "closed" in form.dataset;
  return /** @type {Said} */ ({ ...given, title: [title, ...more].join(" · "), isClosed, paper: takesPaper });
}

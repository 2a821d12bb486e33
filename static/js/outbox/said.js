/** What a form's element says of the form to the outbox. */

/** @typedef {import("./parcel.js").Said} Said */

/**
 * What stands for a choice or in a box, in the words of the page.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function spoken(form, name) {
  const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="${name}"]:is(:checked, [type=text], [type=date])`));
  const label = chosen?.type === "radio" ? chosen.labels?.[0]?.textContent : chosen?.value;
  return (label ?? "").replace(/\s+/g, " ").trim();
}

/**
 * @param {HTMLFormElement} form
 * @returns {Said}
 */
export function saidBy(form) {
  const { outbox, owner, letterKey, pass, outboxKey, formVersion, title, about } = /** @type {Record<string, string>} */ (form.dataset);
  const names = /** @type {string} */ (about).split(" ").filter(Boolean);
  const more = names.map((name) => spoken(form, name)).filter(Boolean);
  const to = new URL(form.action).pathname;
  const given = { form: outbox, to, owner, letterKey, pass, outboxKey, version: formVersion };
  return /** @type {Said} */ ({ ...given, title: [title, ...more].join(" · ") });
}

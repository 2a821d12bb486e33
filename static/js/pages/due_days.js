/** A promise's day by a tap: so many days after the forum, or after today. */

/**
 * The day so many days after another one.
 * @param {string} start such as "2024-06-05"
 * @param {number} days
 * @returns {string} "" when the start is no day
 */
export function dayAfter(start, days) {
  const day = new Date(`${start}T00:00:00Z`);
  if (Number.isNaN(day.getTime())) {
    return "";
  }
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** @param {HTMLElement} element the row of buttons, beside the box that they fill */
export function attach(element) {
  const box = element.parentElement?.querySelector("input");
  if (!box) {
    return;
  }
  element.hidden = false;
  element.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) {
      return;
    }
    const held = box.form?.elements.namedItem("held_on");
    const start = held instanceof HTMLInputElement && held.value ? held.value : element.dataset.start ?? "";
    box.value = dayAfter(start, Number(button.dataset.days));
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

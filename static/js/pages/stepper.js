/** A count with minus and plus. The box stays the truth: whatever is typed there is sent. */

const MOST = 1_000_000;

/**
 * The count after a tap, or what was typed when that is no count.
 *
 * An empty box is not zero: minus leaves it empty, plus begins at one.
 * @param {string} text what the box holds, such as "1.104"
 * @param {number} step
 * @returns {string}
 */
export function stepped(text, step) {
  const typed = text.trim();
  if (typed === "") {
    return step > 0 ? String(step) : "";
  }
  const digits = typed.replace(/[.\s]/g, "");
  if (!/^\d{1,7}$/.test(digits)) {
    return text;
  }
  return String(Math.min(MOST, Math.max(0, Number(digits) + step)));
}

/** @param {HTMLElement} element */
export function attach(element) {
  const box = element.querySelector("input");
  if (!box) {
    return;
  }
  for (const button of element.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      box.value = stepped(box.value, Number(button.dataset.step));
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}

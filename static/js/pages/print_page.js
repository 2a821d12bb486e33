/** Prints the page; the button shows only where this can work. */

/** @param {HTMLElement} element the button */
export function attach(element) {
  element.hidden = false;
  element.addEventListener("click", () => window.print());
}

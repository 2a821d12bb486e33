/** Brings the person to what must be put right, after a page load as after a swap. */

/** @param {HTMLElement} element */
export function attach(element) {
  element.focus();
}

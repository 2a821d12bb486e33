/** Asks once, in the words of `data-confirm`, before a form that cannot be taken back is sent. */

/** @param {HTMLElement} element the form */
export function attach(element) {
  // In the capturing phase, so that htmx, which listens on the same form, never hears a refusal.
  element.addEventListener(
    "submit",
    (event) => {
      if (!window.confirm(element.dataset.confirm)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
}

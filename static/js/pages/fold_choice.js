/** A long list of choices under a pill: choosing one closes the list and stands on the pill. */

/** @param {HTMLElement} fold a details element */
export function attach(fold) {
  const words = fold.querySelector("summary span");
  fold.addEventListener("change", (event) => {
    const chosen = event.target instanceof Element ? event.target.closest("label") : null;
    if (fold instanceof HTMLDetailsElement && words && chosen) {
      words.textContent = chosen.textContent;
      fold.open = false;
      if (fold.contains(document.activeElement)) {
        fold.querySelector("summary")?.focus();
      }
    }
  });
}

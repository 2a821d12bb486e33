/** Whoever stands on a line of a list still stands there when the list is drawn anew. */

const PLACES = "summary, button, a[href]";

/**
 * @param {HTMLElement} list before it is drawn
 * @returns {() => void} to be called once it is
 */
export function keptFocus(list) {
  const { activeElement: place } = document;
  const row = list.contains(place) ? place?.closest("li[id]") : null;
  const at = row && place ? [...row.querySelectorAll(PLACES)].indexOf(place) : -1;
  return () => {
    const again = row && document.getElementById(row.id)?.querySelectorAll(PLACES)[at];
    /** @type {HTMLElement | null | undefined} */ (again)?.focus({ preventScroll: true });
  };
}

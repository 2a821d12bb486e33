/** A browser that was killed may have forgotten the mark of what waits in the outbox, never the outbox. */

const MARK = "outbox";
const OUTBOX = "lang-nghe-outbox";

/**
 * Sets the mark again when something waits, and tells the page.
 * @param {Element | null} page
 */
export function markAgain(page) {
  if (localStorage.getItem(MARK)) {
    return;
  }
  const opening = indexedDB.open(OUTBOX);
  // There was none: none is made.
  opening.onupgradeneeded = () => opening.transaction?.abort();
  opening.onerror = (event) => event.preventDefault();
  opening.onsuccess = () => {
    const { result } = opening;
    const counting = result.transaction("items").objectStore("items").count();
    counting.onsuccess = () => {
      result.close();
      if (counting.result > 0) {
        localStorage.setItem(MARK, String(counting.result));
        page?.dispatchEvent(new Event("htmx:load", { bubbles: true }));
      }
    };
  };
}

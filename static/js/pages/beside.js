/**
 * On a wide screen a row of the feed opens beside it. Everywhere else, and with a modifier key,
 * the row stays the plain link that it is.
 */

/**
 * Whether a click on a row should open beside the feed.
 * @param {{ button: number, ctrlKey: boolean, metaKey: boolean, shiftKey: boolean, altKey: boolean }} click
 * @param {boolean} wide
 */
export function opensBeside(click, wide) {
  const modified = click.ctrlKey || click.metaKey || click.shiftKey || click.altKey;
  return wide && click.button === 0 && !modified;
}

/** @param {HTMLElement} element the columns: the feed, and the place beside it */
export function attach(element) {
  const place = element.querySelector("#beside");
  /** @type {HTMLElement | undefined} */
  let opener;
  if (!place) {
    return;
  }

  element.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest("a[data-beside]");
    if (row instanceof HTMLElement) {
      if (opensBeside(event, window.matchMedia("(min-width: 1024px)").matches)) {
        event.preventDefault();
        opener = row;
        row.dispatchEvent(new CustomEvent("beside"));
      }
    } else if (target?.closest("[data-close]")) {
      place.replaceChildren();
      opener?.focus();
    }
  });

  place.addEventListener("htmx:afterSwap", () => {
    const heading = place.querySelector("h2");
    heading?.focus();
    heading?.scrollIntoView({ block: "nearest" });
  });
}

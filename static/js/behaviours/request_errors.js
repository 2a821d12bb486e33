/**
 * Says what became of a request that htmx could not finish. The sentence of the server is swapped
 * in by htmx itself; this says the rest, when there was no answer or none fit to be shown.
 */

/** @param {HTMLElement} element the notice at the foot of the page */
export function attach(element) {
  /** @param {string | undefined} text */
  const say = (text) => {
    const sentence = document.createElement("p");
    sentence.className = "notice-text";
    sentence.textContent = text ?? "";
    element.replaceChildren(sentence);
  };
  /** @param {Event} event */
  const isQuiet = (event) =>
    event.target instanceof Element && event.target.matches("[data-behaviour~=poll],[data-quiet]");

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isQuiet(event)) {
      element.replaceChildren();
    }
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      if (!isQuiet(event)) {
        say(element.dataset.offline);
      }
    });
  }
  element.addEventListener("htmx:afterSwap", () => {
    if (!element.querySelector(".notice-text")) {
      say(element.dataset.refused);
    }
  });
}

/** A sheet opened by a link to its id: it takes the focus, Escape closes it, focus goes back. */

/** @param {HTMLElement} element */
export function attach(element) {
  const opener = document.querySelector(`a[href="#${element.id}"]`);

  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === `#${element.id}`) {
      location.hash = "main";
    }
  });
  window.addEventListener("hashchange", (event) => {
    if (location.hash === `#${element.id}`) {
      element.focus();
    } else if (new URL(event.oldURL).hash === `#${element.id}` && opener instanceof HTMLElement) {
      opener.focus();
    }
  });
}

/** Shows whether the phone has a network, and keeps showing it. */

/** @param {HTMLElement} element */
export function attach(element) {
  const show = () => {
    const now = navigator.onLine ? "on" : "off";
    for (const part of element.querySelectorAll("[data-when]")) {
      part.toggleAttribute("hidden", part.getAttribute("data-when") !== now);
    }
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}

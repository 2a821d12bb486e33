/** Writes down where the officer stands, only when asked to. */

/** @param {HTMLElement} element */
export function attach(element) {
  const [take, forget] = element.querySelectorAll("button");
  const status = element.querySelector("[role=status]");
  const latitude = element.querySelector("[name=latitude]");
  const longitude = element.querySelector("[name=longitude]");
  const boxes = latitude instanceof HTMLInputElement && longitude instanceof HTMLInputElement;
  if (!boxes || !status || !take || !forget) {
    return;
  }
  /**
   * @param {string} lat
   * @param {string} lon
   * @param {string | undefined} words
   */
  const write = (lat, lon, words) => {
    latitude.value = lat;
    longitude.value = lon;
    status.textContent = words ?? "";
    forget.toggleAttribute("hidden", lat === "");
  };
  const { found, failed, working } = element.dataset;
  take.removeAttribute("hidden");
  forget.toggleAttribute("hidden", latitude.value === "");
  take.addEventListener("click", () => {
    status.textContent = working ?? "";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => write(coords.latitude.toFixed(5), coords.longitude.toFixed(5), found),
      () => write("", "", failed),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  });
  forget.addEventListener("click", () => write("", "", ""));
}

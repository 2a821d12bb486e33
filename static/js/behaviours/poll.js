/**
 * Asks for news now and then by the event `poll`, which the element's `hx-trigger="poll"` hears.
 * Slower when nobody looks, when data is being saved, and after each failure.
 */

const LONGEST = 600;

/**
 * Seconds until the next question.
 * @param {number} base the seconds of `data-every`
 * @param {{ hidden: boolean, saving: boolean, failures: number }} state
 */
export function pause(base, { hidden, saving, failures }) {
  const calm = base * (hidden ? 10 : 1) * (saving ? 4 : 1);
  return Math.min(LONGEST, calm * 2 ** Math.min(failures, 6));
}

/** @returns {boolean} whether the browser was told to save data */
function savesData() {
  const connection = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection;
  return connection?.saveData === true;
}

/** @param {HTMLElement} element */
export function attach(element) {
  const base = Number(element.dataset.every) || 30;
  let failures = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const plan = () => {
    clearTimeout(timer);
    if (element.isConnected) {
      const state = { hidden: document.hidden, saving: savesData(), failures };
      timer = setTimeout(ask, pause(base, state) * 1000);
    }
  };
  const ask = () => {
    if (element.isConnected) {
      element.dispatchEvent(new CustomEvent("poll"));
    }
    plan();
  };

  element.addEventListener("htmx:afterRequest", (event) => {
    const { successful } = /** @type {CustomEvent<{ successful?: boolean }>} */ (event).detail;
    failures = successful ? 0 : failures + 1;
    plan();
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? plan() : ask()));
  window.addEventListener("online", ask);
  plan();
}

/**
 * Says that a form is on its way when the network is slow: the buttons dim, a sentence follows.
 * They still work, because a second press does no harm and the first may have been stopped.
 */

const QUIET_MS = 300;
const SLOW_MS = 10_000;

/** @param {HTMLElement} bar the bar with the form's main button */
export function attach(bar) {
  const status = bar.querySelector("[role=status]");
  /** @type {ReturnType<typeof setTimeout>[]} */
  let clocks = [];
  /** @param {string | undefined} sentence */
  const say = (sentence) => {
    bar.setAttribute("aria-busy", String(sentence !== undefined));
    if (status) {
      status.textContent = sentence ?? "";
    }
  };
  const reset = () => {
    clocks.forEach(clearTimeout);
    clocks = [];
    say(undefined);
  };

  bar.closest("form")?.addEventListener("submit", (event) => {
    reset();
    // Others may still stop it, to ask or to go another way.
    setTimeout(() => {
      if (!event.defaultPrevented) {
        clocks = [
          setTimeout(() => say(bar.dataset.sending), QUIET_MS),
          setTimeout(() => say(bar.dataset.slow), SLOW_MS),
        ];
      }
    });
  });
  // "Back" may bring the very page that was left.
  window.addEventListener("pageshow", reset);
}

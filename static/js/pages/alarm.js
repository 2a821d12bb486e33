/**
 * A short sound when a new urgent tip waits, only on a device where an officer turned it on.
 * A button (`data-on`, `data-off`, `data-blocked`: its words) turns it on and off; an element with
 * `data-mark`, the second at which the newest urgent tip came, rings when it is newer than the
 * last one that rang here. No file is fetched: the tones are made by the browser.
 */

const SWITCH = "urgent-sound";
const LAST = "urgent-sound-last";
const ASK_AGAIN = 30_000;
/** Hertz of one tone after the other. */
const TONES = [880, 660, 880];
const LENGTH = 0.2;

/** @type {AudioContext | undefined} */
let audio;
/** @type {Set<() => void>} */
const buttons = new Set();

/**
 * Whether a tip that came at `mark` has not been rung for.
 * @param {string} mark seconds; "" when nothing urgent waits
 * @param {string | null} last the mark that rang last
 */
export function isNewer(mark, last) {
  return Number(mark) > Number(last ?? 0);
}

/**
 * When each tone begins and how high it is.
 * @param {number} now seconds of the audio clock
 * @returns {{ at: number, hertz: number }[]}
 */
export function tones(now) {
  return TONES.map((hertz, index) => ({ at: now + index * LENGTH * 1.5, hertz }));
}

const isOn = () => localStorage.getItem(SWITCH) === "on";
const isBlocked = () => audio?.state !== "running";

async function ring() {
  audio ??= new AudioContext();
  await audio.resume();
  for (const { at, hertz } of tones(audio.currentTime)) {
    const tone = new OscillatorNode(audio, { frequency: hertz });
    const soft = new GainNode(audio, { gain: 0.25 });
    tone.connect(soft).connect(audio.destination);
    tone.start(at);
    tone.stop(at + LENGTH);
  }
}

/** A browser lets a page sound only after somebody touched it. */
function wakeByTouch() {
  audio ??= new AudioContext();
  const wake = () => audio?.resume().then(() => buttons.forEach((draw) => draw()));
  document.addEventListener("pointerdown", wake, { once: true });
  document.addEventListener("keydown", wake, { once: true });
}

/** @param {HTMLButtonElement} button */
function attachSwitch(button) {
  const words = button.querySelector("span") ?? button;
  const draw = () => {
    const { on = "", off = "", blocked = on } = button.dataset;
    button.setAttribute("aria-pressed", String(isOn()));
    words.textContent = isOn() ? (isBlocked() ? blocked : on) : off;
  };
  buttons.add(draw);
  button.hidden = false;
  if (isOn()) {
    wakeByTouch();
  }
  draw();
  button.addEventListener("click", async () => {
    if (isOn() && !isBlocked()) {
      localStorage.removeItem(SWITCH);
    } else {
      localStorage.setItem(SWITCH, "on");
      await ring();
    }
    draw();
  });
}

/** @param {HTMLElement} element */
function listen(element) {
  const mark = element.dataset.mark ?? "";
  if (isOn() && isNewer(mark, localStorage.getItem(LAST))) {
    localStorage.setItem(LAST, mark);
    void ring();
  }
  // A page that nobody looks at asks for news more seldom; a desk that waits for a sound does not.
  const timer = setInterval(() => {
    if (!element.isConnected) {
      clearInterval(timer);
    } else if (isOn() && document.hidden) {
      element.closest("[hx-trigger=poll]")?.dispatchEvent(new CustomEvent("poll"));
    }
  }, ASK_AGAIN);
}

/** @param {HTMLElement} element */
export function attach(element) {
  if (!("AudioContext" in window)) {
    return;
  }
  if (element instanceof HTMLButtonElement) {
    attachSwitch(element);
  } else {
    listen(element);
  }
}

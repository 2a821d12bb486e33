/** Asks the browser for an address under which it can be called, and sends it with the form. */

import { canWork, register } from "./register.js";

/** @typedef {"ready" | "refused" | "unable"} Outcome */

/**
 * @typedef {object} Able what this browser can do, handed in so that it can be another one
 * @property {() => Promise<NotificationPermission>} ask
 * @property {() => Promise<string>} subscribe the address of the browser's push server
 */

/**
 * Asks, and puts the address into the box.
 * @param {Able | null} able null where a browser knows no such thing
 * @param {{ value: string }} box
 * @returns {Promise<Outcome>}
 */
export async function allow(able, box) {
  if (able === null) {
    return "unable";
  }
  if ((await able.ask()) !== "granted") {
    return "refused";
  }
  try {
    box.value = await able.subscribe();
  } catch {
    return "unable";
  }
  return "ready";
}

/**
 * The server's key as the browser wants it.
 * @param {string} text base64url without padding
 */
export function octets(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/**
 * @param {string} key
 * @returns {Able | null}
 */
function ofThisBrowser(key) {
  if (!canWork() || !("PushManager" in window)) {
    return null;
  }
  return {
    ask: () => Notification.requestPermission(),
    subscribe: async () => {
      const registration = await register();
      // Before a worker runs nothing can be subscribed.
      await navigator.serviceWorker.ready;
      const options = { userVisibleOnly: true, applicationServerKey: octets(key) };
      return (await registration.pushManager.subscribe(options)).endpoint;
    },
  };
}

/** @param {HTMLElement} element the form */
export function attach(element) {
  const box = element.querySelector("[name=endpoint]");
  const button = element.querySelector("button");
  const status = element.querySelector("[role=status]");
  if (!(element instanceof HTMLFormElement) || !(box instanceof HTMLInputElement)) {
    return;
  }
  if (!button || !status) {
    return;
  }
  const { key = "" } = element.dataset;
  button.hidden = false;
  element.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    const outcome = await allow(ofThisBrowser(key), box);
    button.removeAttribute("aria-busy");
    if (outcome === "ready") {
      element.submit();
    } else {
      status.textContent = element.dataset[outcome] ?? "";
    }
  });
}

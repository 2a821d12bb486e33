/** The one service worker of this site, and the end of the one that only showed calls. */

const BEFORE = "/me/";

/** Whether this browser has workers at all: they want HTTPS. */
export const canWork = () => "serviceWorker" in navigator && isSecureContext;

/** @returns {Promise<ServiceWorkerRegistration>} */
export function register() {
  const language = document.documentElement.lang === "en" ? "en" : "vi";
  return navigator.serviceWorker.register(`/sw.js?lang=${language}`, { type: "module", scope: "/" });
}

/**
 * The worker that has everything: the one that runs, or the first one when it is ready.
 * @param {ServiceWorkerRegistration} registration
 * @returns {Promise<void>}
 */
export function complete(registration) {
  const coming = registration.installing;
  if (!coming) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    coming.addEventListener("statechange", () => {
      if (coming.state !== "installing") {
        resolve();
      }
    });
  });
}

/** @returns {Promise<ServiceWorkerRegistration | undefined>} the worker that only showed calls */
async function before() {
  const found = await navigator.serviceWorker.getRegistration(BEFORE);
  return found && new URL(found.scope).pathname === BEFORE ? found : undefined;
}

/**
 * Takes the earlier worker away. Where it was called by the server, this browser is called by the
 * new one first: the form that allows it is sent once more with the new address.
 * @param {ServiceWorkerRegistration} registration
 */
export async function takeOver(registration) {
  const earlier = await before();
  if (!earlier) {
    return;
  }
  const subscription = await earlier.pushManager?.getSubscription();
  if (subscription && !(await renewed(registration, subscription))) {
    return;
  }
  await earlier.unregister();
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {PushSubscription} earlier
 */
async function renewed(registration, earlier) {
  const { applicationServerKey } = earlier.options;
  const options = { userVisibleOnly: true, applicationServerKey };
  const { endpoint } = await registration.pushManager.subscribe(options);
  const html = await (await fetch("/me/push")).text();
  const form = new DOMParser().parseFromString(html, "text/html").querySelector("form:has([name=endpoint])");
  if (!(form instanceof HTMLFormElement)) {
    return false;
  }
  const body = new FormData(form);
  body.set("endpoint", endpoint);
  return (await fetch("/me/push", { method: "POST", body })).ok;
}

/**
 * Makes pages work without a network: the worker and the kept pages. Pages where no form is in hand
 * also tell of a new version, and the home screen invites to install.
 */

import { askServer, fetchKept, keepPages } from "./keep.js";
import { claim } from "./owner.js";
import { invite, tellOfUpdate, whenWaiting } from "./parts.js";
import { canWork, complete, register, takeOver } from "./register.js";
import { openShelf } from "./shelf.js";
import { markAgain } from "./waiting.js";

/** @param {HTMLElement} element names what this phone should hold by now */
export async function attach(element) {
  const { tells, kept = "", owner = "" } = element.dataset;
  claim(owner);
  if (!canWork()) {
    return;
  }
  markAgain(document.querySelector("main"));
  const place = tells === undefined ? null : document.querySelector("main");
  if (place && tells === "install") {
    invite(place);
  }
  // The network may be gone again by now; the next page tries once more.
  const registration = await register().catch(() => null);
  if (registration) {
    await prepare(registration, place, kept);
  }
}

/**
 * @param {ServiceWorkerRegistration} registration
 * @param {Element | null} place where something may be said
 * @param {string} state of what this phone should hold
 */
async function prepare(registration, place, state) {
  if (place) {
    whenWaiting(registration, () => void tellOfUpdate(place, registration));
  }
  await complete(registration);
  // Without its scripts a kept page would be dead.
  if (await caches.match(import.meta.url, { ignoreVary: true })) {
    await keepPages(await openShelf(), state, askServer, fetchKept, Date.now());
  }
  await takeOver(registration);
}

/**
 * Makes pages work without a network: the worker and the kept pages. The home screen alone also
 * invites to install and tells of a new version, as no form is in hand there. What lies in the
 * folder is published within this file, for the service worker too.
 */

import { askServer, fetchKept, keepPages } from "./offline/keep.js";
import { claim } from "./offline/owner.js";
import { invite, tellOfUpdate, whenWaiting } from "./offline/parts.js";
import { canWork, complete, register, takeOver } from "./offline/register.js";
import { openShelf } from "./offline/shelf.js";
import { markAgain } from "./offline/waiting.js";

export { kindOf } from "./offline/addresses.js";
export { dropOldFiles, fileFor, takeFiles } from "./offline/files.js";
export { forgetLate } from "./offline/late.js";
export { attach as kept_list } from "./offline/kept_list.js";
export { attach as kept_page } from "./offline/kept_page.js";
export { freshOr, pageFor } from "./offline/navigations.js";
export { attach as signs_in } from "./offline/owner.js";
export { attach as push } from "./offline/push.js";
export { openShelf } from "./offline/shelf.js";
export { attach as sign_out } from "./offline/sign_out.js";

/** @param {HTMLElement} element names what this phone should hold by now */
export async function offline(element) {
  const { home: isHome, kept = "", owner = "" } = element.dataset;
  claim(owner);
  if (!canWork()) {
    return;
  }
  markAgain(document.querySelector("main"));
  const place = isHome === undefined ? null : document.querySelector("main");
  if (place) {
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

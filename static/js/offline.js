/** Makes a home screen work without a network: the worker, the kept pages, the way to install. */

import { askServer, fetchKept, keepPages } from "./offline/keep.js";
import { invite, tellOfUpdate, whenWaiting } from "./offline/parts.js";
import { canWork, complete, register, takeOver } from "./offline/register.js";
import { openShelf } from "./offline/shelf.js";

/** @param {HTMLElement} element names what this phone should hold by now */
export async function attach(element) {
  if (!canWork()) {
    return;
  }
  const place = document.querySelector("main") ?? element;
  invite(place);
  const registration = await register();
  whenWaiting(registration, () => void tellOfUpdate(place, registration));
  await complete(registration);
  // Without its scripts a kept page would be dead.
  if (await caches.match(import.meta.url, { ignoreVary: true })) {
    await keepPages(await openShelf(), element.dataset.kept ?? "", askServer, fetchKept, Date.now());
  }
  await takeOver(registration);
}

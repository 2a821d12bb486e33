/** The server said that a form was saved: its draft has done its duty. */

import { Place } from "./drafts.js";

/** @param {HTMLElement} element */
export function attach(element) {
  if (element.dataset.draftName) {
    new Place(localStorage, element.dataset.draftName, "").drop();
  }
}

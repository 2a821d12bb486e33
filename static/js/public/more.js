// What the tip form can do beyond sending, loaded when it is first touched. What a browser lacks
// for it changes nothing: the form is then sent as it is.

import { attach as shrinkIn } from "./shrink.js";

let isShrinking = false;
let isKeeping = false;

/** @param {HTMLFormElement} form */
export function attach(form) {
  const photos = form.elements.namedItem("photos");
  if (photos instanceof HTMLInputElement && !isShrinking) shrinkIn(photos);
  isShrinking = true;
  if (isKeeping) return;
  isKeeping = true;
  // Without network it is tried again at the next touch.
  import("../kept_tip.js")
    .then((kept) => kept.form(form))
    .catch(() => (isKeeping = false));
}

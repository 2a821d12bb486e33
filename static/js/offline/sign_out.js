/**
 * Signing out clears this browser first. Without a network the server is told as soon as there is
 * one: until then no staff page opens here.
 */

import { leave } from "./leaving.js";
import { canWork } from "./register.js";
import { openShelf } from "./shelf.js";

/** @param {HTMLElement} form */
export async function attach(form) {
  if (!(form instanceof HTMLFormElement)) {
    return;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await leave();
    } finally {
      goOut(form);
    }
  });
  // Asked before, when there was no network.
  if ("left" in form.dataset && canWork() && (await (await openShelf()).hasLeft())) {
    goOut(form);
  }
}

/** @param {HTMLFormElement} form */
function goOut(form) {
  if (form.querySelector("[name=csrf_token]")) {
    form.submit();
  } else {
    location.assign("/home");
  }
}

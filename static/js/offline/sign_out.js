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
  const { name = "" } = form.dataset;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await leave(name);
    } finally {
      goOut(form);
    }
  });
  // Asked before, when there was no network.
  if (name && mayTell(form) && canWork() && (await (await openShelf()).left()) === name) {
    goOut(form);
  }
}

/** @param {HTMLFormElement} form of a page from the server, which takes it */
const mayTell = (form) => form.querySelector("[name=csrf_token]") !== null;

/** @param {HTMLFormElement} form */
function goOut(form) {
  if (mayTell(form)) {
    form.submit();
  } else {
    location.assign("/home");
  }
}

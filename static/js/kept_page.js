/** A page as this phone keeps it: today's day in it, and gone once somebody signed out. */

import { openShelf } from "./offline/shelf.js";

/** @param {Date} day */
export function isoDay(day) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** @param {HTMLElement} element */
export function attach(element) {
  const today = isoDay(new Date());
  for (const box of document.querySelectorAll("input[type=date]")) {
    if (box instanceof HTMLInputElement && box.max) {
      // What stood there for the day of the copy stands for the day of the writing.
      box.value = box.value === box.max ? today : box.value;
      box.max = today;
    }
  }
  const time = element.querySelector("time");
  if (time) {
    time.textContent = new Date(time.dateTime).toLocaleString(document.documentElement.lang, {
      dateStyle: "short",
      timeStyle: "short",
    });
  }
  addEventListener("pageshow", async (event) => {
    if (event.persisted && (await (await openShelf()).hasLeft())) {
      location.reload();
    }
  });
}

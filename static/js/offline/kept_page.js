/** A page as this phone keeps it: today's day in it, and gone once nobody may open it any more. */

import { openShelf } from "./shelf.js";

/** @param {Date} day */
function isoDay(day) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/**
 * What stood there for the day of the copy stands for the day of the writing, by the server's clock:
 * a phone's may be wrong by years.
 */
async function turnDays() {
  const holder = await (await openShelf()).holder(Date.now());
  const today = isoDay(new Date(Date.now() + (holder?.skew ?? 0)));
  for (const box of document.querySelectorAll("input[type=date]")) {
    if (box instanceof HTMLInputElement && box.max) {
      box.value = box.value === box.max ? today : box.value;
      box.max = today;
    }
  }
}

/** @param {boolean} isForm a form in hand stays for as long as nobody signed out */
async function mayStay(isForm) {
  const shelf = await openShelf();
  return !(await shelf.left()) && (isForm || (await shelf.read(location.pathname, Date.now())) !== null);
}

export function attach() {
  void turnDays();
  const isForm = document.querySelector("form[data-outbox]") !== null;
  const look = async () => {
    if (!document.hidden && !(await mayStay(isForm))) {
      location.reload();
    }
  };
  addEventListener("pageshow", look);
  document.addEventListener("visibilitychange", look);
}

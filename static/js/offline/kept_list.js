/** Lists what this phone keeps, on the page that stands in place of one that it does not. */

import { openShelf } from "./shelf.js";

/** @param {HTMLElement} element with a template of one line, and a sentence for each case */
export async function attach(element) {
  const shelf = await openShelf();
  const now = Date.now();
  const addresses = [...(await shelf.versions()).keys()];
  const pages = await Promise.all(addresses.map(async (url) => ({ url, page: await shelf.read(url, now) })));
  const shown = pages.flatMap(({ url, page }) => (page ? [{ url, title: page.title }] : []));
  for (const { url, title } of shown.sort((one, other) => rank(one.url) - rank(other.url))) {
    list(element, url, url === HOME ? (element.dataset.home ?? title) : title);
  }
  openAgain();
  const state = (await shelf.left()) ? "left" : await stateOf(shelf, shown.length > 0);
  for (const part of document.querySelectorAll("[data-when]")) {
    if (part instanceof HTMLElement) {
      part.hidden = !part.dataset.when?.split(" ").includes(state);
    }
  }
}

/**
 * @param {import("./shelf.js").Shelf} shelf
 * @param {boolean} isAnything
 */
async function stateOf(shelf, isAnything) {
  if (!isAnything) {
    return "none";
  }
  return (await shelf.holder(Date.now()))?.key ? "some" : "forms";
}

const HOME = "/home";
const FIRST = [HOME, "/home/log", "/outreach/new", "/forums/new", "/tips/new", "/outbox"];

/** @param {string} url */
const rank = (url) => (FIRST.includes(url) ? FIRST.indexOf(url) : FIRST.length);

/** This page stands at the address of another: that one is tried anew. */
function openAgain() {
  const link = document.querySelector("a[data-again]");
  if (link instanceof HTMLAnchorElement) {
    link.href = location.pathname + location.search;
  }
  addEventListener("online", async () => {
    // A browser is "online" with whatever it is connected to.
    const isReached = await fetch("/healthz", { cache: "no-store" }).then(({ ok }) => ok, () => false);
    if (isReached) {
      location.reload();
    }
  });
}

/**
 * @param {HTMLElement} element
 * @param {string} url
 * @param {string} title
 */
function list(element, url, title) {
  const line = element.querySelector("template")?.content.cloneNode(true);
  const link = line instanceof DocumentFragment ? line.querySelector("a") : null;
  if (line && link) {
    link.href = url;
    (link.querySelector(".title") ?? link).textContent = title.replace(/\s+–\s+Lắng Nghe\s*$/, "").trim();
    element.append(line);
  }
}

/** The service worker: it only wires events. What it does with them stands in `js/offline/`. */

/* global BUILD -- What this build is. The server writes it in front: see blueprints/offline. */

import {
  TAG,
  dropOldFiles,
  fileFor,
  forgetLate,
  freshOr,
  kindOf,
  openShelf,
  pageFor,
  sendAll,
  takeFiles,
} from "./js/pages.js";

const LIST = "/me/notices";
const PREFIXES = new Set(BUILD.prefixes);

self.addEventListener("install", (event) => event.waitUntil(takeFiles(BUILD)));
self.addEventListener("activate", (event) => {
  const needed = openShelf().then((shelf) => shelf.builds());
  event.waitUntil(needed.catch(() => new Set()).then((builds) => dropOldFiles(BUILD.name, builds)));
});

self.addEventListener("message", (event) => {
  if (event.data === "take over") {
    event.waitUntil(self.skipWaiting());
  }
});

self.addEventListener("fetch", (event) => {
  const { method, mode, url, headers, referrer } = event.request;
  const asked = { method, mode, url, htmx: headers.get("HX-Request"), referrer };
  const kind = kindOf(asked, self.location.origin, PREFIXES);
  if (method !== "GET") {
    forgetLate();
  }
  if (kind === "page") {
    const after = (work) => event.waitUntil(work);
    const answer = openShelf().then((shelf) => pageFor(event.request, shelf, BUILD.page, after));
    // A browser that does not open its own shelf any more still shows what the server sends.
    event.respondWith(answer.catch(() => freshOr(event.request, BUILD.page)));
  } else if (kind === "file") {
    event.respondWith(fileFor(event.request));
  } else if (kind === "left") {
    event.waitUntil(openShelf().then((shelf) => shelf.leave()));
  } else if (kind === "came") {
    event.waitUntil(openShelf().then((shelf) => shelf.forget()));
  }
});

/** Whatever wakes the worker takes away what may no longer be opened. */
const tidy = () => openShelf().then((shelf) => shelf.holder(Date.now()), () => undefined);

self.addEventListener("sync", (event) => {
  event.waitUntil(tidy());
  if (event.tag === TAG) {
    event.waitUntil(sendAll());
  }
});

self.addEventListener("push", (event) => {
  event.waitUntil(tidy());
  const call = { body: BUILD.sentence, tag: "lang-nghe" };
  event.waitUntil(self.registration.showNotification("Lắng Nghe", call));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(LIST));
});

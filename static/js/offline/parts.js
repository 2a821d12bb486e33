/** What the home screen shows now and then: that a new version waits, how to install. */

const ANSWERED = "install-answered";

/** @typedef {Event & { prompt: () => Promise<void> }} InstallEvent */

/** @type {Promise<Document> | undefined} */
let fetched;

/** @param {string} name */
async function part(name) {
  fetched ??= fetch("/offline/parts")
    .then((answer) => answer.text())
    .then((html) => new DOMParser().parseFromString(html, "text/html"));
  const found = (await fetched).getElementById(name);
  return found ? document.importNode(found, true) : null;
}

/**
 * Says that a new version waits. Nothing is loaded anew before a person taps it.
 * @param {Element} place
 * @param {ServiceWorkerRegistration} registration
 */
export async function tellOfUpdate(place, registration) {
  const banner = await part("new-version");
  if (!banner || document.getElementById(banner.id)) {
    return;
  }
  place.prepend(banner);
  banner.querySelector("button")?.addEventListener("click", () => {
    const { waiting } = registration;
    if (!waiting) {
      // Another tab was first.
      location.reload();
      return;
    }
    waiting.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting.postMessage("take over");
  });
}

/**
 * Calls back for a version that waits, now or later.
 * @param {ServiceWorkerRegistration} registration
 * @param {() => void} told
 */
export function whenWaiting(registration, told) {
  if (registration.waiting) {
    told();
  }
  registration.addEventListener("updatefound", () => {
    const coming = registration.installing;
    coming?.addEventListener("statechange", () => {
      if (coming.state === "installed" && registration.active) {
        told();
      }
    });
  });
}

/**
 * Invites to install, until somebody answered once.
 * @param {Element} place
 */
export function invite(place) {
  if (!localStorage.getItem(ANSWERED) && !matchMedia("(display-mode: standalone)").matches) {
    listen(place);
  }
  // Named only now, so that the browser does not ask before somebody listens. An app that was put
  // there before learns by it of another name or icon.
  document.head.append(manifest());
}

/** @param {Element} place */
function listen(place) {
  // Only iPhones and iPads know this word; they leave it to the person.
  if ("standalone" in navigator) {
    void show(place, "install-by-hand", null);
    return;
  }
  addEventListener(
    "beforeinstallprompt",
    (event) => {
      event.preventDefault();
      void show(place, "install", /** @type {InstallEvent} */ (event));
    },
    { once: true },
  );
}

function manifest() {
  const link = document.createElement("link");
  const { theme } = document.documentElement.dataset;
  const isDark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  link.rel = "manifest";
  link.href = `/manifest.webmanifest${isDark ? "?theme=dark" : ""}`;
  return link;
}

/**
 * @param {Element} place
 * @param {string} name
 * @param {InstallEvent | null} event
 */
async function show(place, name, event) {
  const shown = await part(name);
  if (!shown) {
    return;
  }
  place.append(shown);
  for (const button of shown.querySelectorAll("button")) {
    button.addEventListener("click", () => {
      localStorage.setItem(ANSWERED, "1");
      shown.remove();
      if (button.dataset.does === "install") {
        void event?.prompt();
      }
    });
  }
}

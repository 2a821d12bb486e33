/** Fetches the pages that this phone keeps, those alone that changed. */

/** @typedef {import("./shelf.js").Shelf} Shelf */
/** @typedef {import("./shelf.js").Page} Page */
/** @typedef {import("./shelf.js").Told & { pages: import("./shelf.js").Kept[] }} Told */

/** @type {Told} */
const NOTHING = { name: "", key: "", seconds: 0, forms: { key: "", seconds: 0 }, at: 0, pages: [] };
/** What a page was allowed when it came goes for its copy too. */
const HEADERS = ["content-type", "content-security-policy", "permissions-policy", "referrer-policy"];
const OWN = ["cross-origin-opener-policy", "x-content-type-options", "x-frame-options"];

/**
 * @param {Shelf} shelf
 * @param {string} state by which the page tells that something changed; "" where nothing is kept
 * @param {() => Promise<Told | null>} ask
 * @param {(url: string) => Promise<Page | null>} fetchPage
 * @param {number} now
 */
export async function keepPages(shelf, state, ask, fetchPage, now) {
  const before = await shelf.holder(now);
  if (before && before.state === state) {
    return;
  }
  const told = state ? await ask() : NOTHING;
  if (!told) {
    return;
  }
  if (!told.key) {
    await shelf.forget();
    return;
  }
  const holder = await shelf.begin(told, now);
  if (holder && (await takeAll(shelf, holder, told.pages, fetchPage))) {
    await shelf.change(holder, { state });
  }
}

/**
 * @param {Shelf} shelf
 * @param {import("./shelf.js").Holder} holder
 * @param {Told["pages"]} pages
 * @param {(url: string) => Promise<Page | null>} fetchPage
 * @returns {Promise<boolean>} whether every page is here
 */
async function takeAll(shelf, holder, pages, fetchPage) {
  const here = await shelf.versions();
  const wanted = new Set(pages.map(({ url }) => url));
  await Promise.all([...here.keys()].filter((url) => !wanted.has(url)).map((url) => shelf.drop(url)));
  let isWhole = true;
  for (const kept of pages.filter(({ url, version }) => here.get(url) !== version)) {
    const page = await fetchPage(kept.url);
    if (page) {
      await shelf.put(holder, kept, page);
    } else {
      isWhole = false;
    }
  }
  return isWhole;
}

/** @returns {Promise<Told | null>} */
export async function askServer() {
  const answer = await quietly(() => fetch("/offline/pages.json", { redirect: "manual", cache: "no-store" }));
  return answer?.ok ? answer.json() : null;
}

/**
 * @param {string} url
 * @returns {Promise<Page | null>} nothing when the server sends elsewhere, as to sign in, and when
 *   it was not the server: a portal's page would stand in the form's place for a month
 */
export async function fetchKept(url) {
  const answer = await quietly(() => fetch(url, { headers: { Kept: "1" }, redirect: "manual", cache: "no-store" }));
  if (answer?.status !== 200 || !answer.headers.has("content-security-policy")) {
    return null;
  }
  const html = await answer.text();
  /** @type {[string, string][]} */
  const headers = [...HEADERS, ...OWN].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value]];
  });
  const { title } = new DOMParser().parseFromString(html, "text/html");
  return { title, html, headers: [...headers, ["cache-control", "no-store"]], at: Date.now() };
}

/** @param {() => Promise<Response>} work */
async function quietly(work) {
  try {
    return await work();
  } catch {
    return null;
  }
}

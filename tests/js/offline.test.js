/** What the worker has to do with, what is fetched anew, and what a sign-out takes along. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { kindOf } from "../../static/js/offline/addresses.js";
import { dropOldFiles } from "../../static/js/offline/files.js";
import { keepPages } from "../../static/js/offline/keep.js";
import { isOver } from "../../static/js/offline/limits.js";
import { awaitLate, forgetLate, takeLate } from "../../static/js/offline/late.js";
import { dropDrafts } from "../../static/js/offline/leaving.js";

const HERE = "https://lang-nghe.example";
const PREFIXES = new Set(["home", "tips", "posters"]);

/**
 * @param {string} path
 * @param {Partial<import("../../static/js/offline/addresses.js").Asked>} how
 */
const kind = (path, how = {}) => kindOf({ method: "GET", mode: "navigate", url: HERE + path, ...how }, HERE, PREFIXES);

test("staff pages and their files, of whatever build, are answered", () => {
  assert.equal(kind("/home"), "page");
  assert.equal(kind("/tips/new?opening=1"), "page");
  for (const path of ["0123456789ab/js/draft.js", "ba9876543210/css/staff.css", "vendor/idb-8.0.4/index.js"]) {
    assert.equal(kind(`/static/${path}`, { mode: "cors" }), "file", path);
  }
});

test("citizens' addresses, parts of pages, photos and posts are not", () => {
  for (const path of ["/", "/tip", "/tip?commune=1", "/q/ABC234", "/receipt", "/first-aid", "/login", "/sw.js"]) {
    assert.equal(kind(path), "none", path);
  }
  assert.equal(kind("/home/live", { mode: "cors" }), "none");
  assert.equal(kind("/home", { htmx: "true" }), "none");
  assert.equal(kind("/tips/new", { method: "POST" }), "none");
  for (const path of ["/media/1/thumb", "/static/0123456789ab/js/public/more.js", "/static/0123456789ab/js/kept_tip.js"]) {
    assert.equal(kind(path, { mode: "no-cors" }), "none", path);
  }
  assert.equal(kindOf({ method: "GET", mode: "navigate", url: "https://else.example/home" }, HERE, PREFIXES), "none");
});

test("signing in and out is watched", () => {
  const ours = { method: "POST", referrer: `${HERE}/login` };
  assert.equal(kind("/logout", ours), "left");
  assert.equal(kind("/login", ours), "came");
  assert.equal(kind("/logout", { method: "POST", referrer: `${HERE}.else.example/` }), "none");
  assert.equal(kind("/logout"), "none");
});

test("a key is used neither after its last moment nor by a clock that was put back", () => {
  const hour = 3600 * 1000;
  const limits = { seen: 10 * hour, until: 14 * hour };
  assert.equal(isOver(limits, 11 * hour), false);
  assert.equal(isOver(limits, 14 * hour + 1), true);
  assert.equal(isOver(limits, 8 * hour), true);
});

/** @param {Record<string, string>} here versions by address */
function shelf(here, state = "") {
  /** @type {{ put: string[], dropped: string[], settled: string, forgot: boolean }} */
  const said = { put: [], dropped: [], settled: "", forgot: false };
  return {
    said,
    holder: async () => (state ? { name: "me", state } : undefined),
    begin: async () => ({ name: "me" }),
    versions: async () => new Map(Object.entries(here)),
    put: async (/** @type {unknown} */ _holder, /** @type {{ url: string }} */ { url }) => void said.put.push(url),
    drop: async (/** @type {string} */ url) => void said.dropped.push(url),
    change: async (/** @type {unknown} */ _holder, /** @type {{ state: string }} */ now) => void (said.settled = now.state),
    forget: async () => void (said.forgot = true),
  };
}

/** @param {{ url: string, version: string }[]} pages */
const telling = (pages) => async () => ({ name: "me", key: pages.length ? "a" : "", seconds: 60, forms: { key: "b", seconds: 90 }, at: 0, pages });
const page = { title: "", html: "", headers: [], at: 0 };

test("only what changed is fetched, and what is no longer wanted goes", async () => {
  const kept = shelf({ "/home": "1", "/forums/old": "1", "/forums/new": "2" });
  const told = telling([{ url: "/home", version: "2" }, { url: "/forums/new", version: "2" }]);
  await keepPages(/** @type {any} */ (kept), "b", told, async () => page, 0);
  assert.deepEqual(kept.said, { put: ["/home"], dropped: ["/forums/old"], settled: "b", forgot: false });
});

test("where nothing changed nobody is asked", async () => {
  const ask = () => Promise.reject(new Error("asked"));
  await keepPages(/** @type {any} */ (shelf({}, "b")), "b", ask, async () => page, 0);
});

test("a page that did not come is asked for again next time", async () => {
  const kept = shelf({});
  await keepPages(/** @type {any} */ (kept), "b", telling([{ url: "/home", version: "1" }]), async () => null, 0);
  assert.equal(kept.said.settled, "");
});

test("a shared phone forgets", async () => {
  const kept = shelf({ "/home": "1" }, "b");
  await keepPages(/** @type {any} */ (kept), "", telling([]), async () => page, 0);
  assert.equal(kept.said.forgot, true);
});

test("drafts go with who leaves, and nothing else", () => {
  const held = new Map([["draft:a", "1"], ["outbox", "1"], ["draft:b", "1"]]);
  dropDrafts({
    key: (index) => [...held.keys()][index] ?? null,
    get length() {
      return held.size;
    },
    removeItem: (name) => void held.delete(name),
  });
  assert.deepEqual([...held.keys()], ["outbox"]);
});

test("files of the build before stay, and of the one whose kept pages are still here", async () => {
  const held = new Set(["000000000001", "000000000002", "000000000003", "000000000004", "000000000005", "others"]);
  const stub = { keys: async () => [...held], delete: async (/** @type {string} */ name) => held.delete(name) };
  Object.defineProperty(globalThis, "caches", { value: stub, configurable: true });
  await dropOldFiles("000000000005", new Set(["000000000002"]));
  assert.deepEqual([...held], ["000000000002", "000000000004", "000000000005", "others"]);
});

test("an answer that came too late is shown once to the next who asks", async () => {
  await awaitLate("/home", Promise.resolve(new Response("fresh")));
  const answer = takeLate("/home", Date.now());
  assert.equal(await answer?.text(), "fresh");
  assert.equal(takeLate("/home", Date.now()), null);
  await awaitLate("/home", Promise.resolve(new Response("old")));
  assert.equal(takeLate("/home", Date.now() + 61_000), null);
});

test("an answer that comes after somebody signed out or in is nobody's", async () => {
  const coming = awaitLate("/home", Promise.resolve(new Response("theirs")));
  forgetLate();
  await coming;
  assert.equal(takeLate("/home", Date.now()), null);
});

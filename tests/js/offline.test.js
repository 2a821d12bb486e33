/** What the worker has to do with, what is fetched anew, and what a sign-out takes along. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { kindOf } from "../../static/js/offline/addresses.js";
import { keepPages } from "../../static/js/offline/keep.js";
import { dropDrafts } from "../../static/js/offline/leaving.js";
import { isOver } from "../../static/js/offline/shelf.js";

const HERE = "https://lang-nghe.example";
const KNOWN = {
  files: new Set(["/static/0123456789ab/js/draft.js"]),
  prefixes: new Set(["home", "tips", "posters"]),
};

/**
 * @param {string} path
 * @param {Partial<import("../../static/js/offline/addresses.js").Asked>} how
 */
const kind = (path, how = {}) => kindOf({ method: "GET", mode: "navigate", url: HERE + path, ...how }, HERE, KNOWN);

test("staff pages and their files are answered", () => {
  assert.equal(kind("/home"), "page");
  assert.equal(kind("/tips/new?opening=1"), "page");
  assert.equal(kind("/static/0123456789ab/js/draft.js", { mode: "cors" }), "file");
});

test("citizens' addresses, parts of pages, photos and posts are not", () => {
  for (const path of ["/", "/tip", "/tip?commune=1", "/q/ABC234", "/receipt", "/first-aid", "/login", "/sw.js"]) {
    assert.equal(kind(path), "none", path);
  }
  assert.equal(kind("/home/live", { mode: "cors" }), "none");
  assert.equal(kind("/home", { htmx: "true" }), "none");
  assert.equal(kind("/tips/new", { method: "POST" }), "none");
  assert.equal(kind("/media/1/thumb", { mode: "no-cors" }), "none");
  assert.equal(kindOf({ method: "GET", mode: "navigate", url: "https://else.example/home" }, HERE, KNOWN), "none");
});

test("signing in and out is watched", () => {
  assert.equal(kind("/logout", { method: "POST" }), "left");
  assert.equal(kind("/login", { method: "POST" }), "came");
  assert.equal(kind("/logout"), "none");
});

test("a key is used neither after its last moment nor by a clock that was put back", () => {
  const day = 24 * 3600 * 1000;
  const holder = { since: 10 * day, until: 40 * day };
  assert.equal(isOver(holder, 11 * day), false);
  assert.equal(isOver(holder, 40 * day + 1), true);
  assert.equal(isOver(holder, 8 * day), true);
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
    put: async (/** @type {unknown} */ _holder, /** @type {string} */ url) => void said.put.push(url),
    drop: async (/** @type {string} */ url) => void said.dropped.push(url),
    settle: async (/** @type {unknown} */ _holder, /** @type {string} */ now) => void (said.settled = now),
    forget: async () => void (said.forgot = true),
  };
}

/** @param {{ url: string, version: string }[]} pages */
const telling = (pages) => async () => ({ name: "me", key: pages.length ? "a" : "", seconds: 60, pages });
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

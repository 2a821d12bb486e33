/** Drafts in the phone: sealed, bound to their form and officer, gone after two weeks. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Place, isTooOld, open, sameValues, seal, sweep, valuesOf } from "../../static/js/pages/drafts.js";

const KEY = btoa("k".repeat(32));
const OTHER = btoa("o".repeat(32));
const DAY = 24 * 3600 * 1000;

/** A shelf as a browser has one. */
class Memory {
  constructor() {
    /** @type {Map<string, string>} */
    this.map = new Map();
  }

  get length() {
    return this.map.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.map.keys()][index] ?? null;
  }

  /** @param {string} key */
  getItem(key) {
    return this.map.get(key) ?? null;
  }

  /**
   * @param {string} key
   * @param {string} value
   */
  setItem(key, value) {
    this.map.set(key, value);
  }

  /** @param {string} key */
  removeItem(key) {
    this.map.delete(key);
  }
}

test("a draft holds every box but files and the form's token", () => {
  /** @type {[string, unknown][]} */
  const entries = [
    ["csrf_token", "secret"],
    ["place", "3"],
    ["scam_types", "S01"],
    ["scam_types", "S02"],
    ["photos", { name: "a.jpg" }],
  ];
  assert.deepEqual(valuesOf(entries), { place: ["3"], scam_types: ["S01", "S02"] });
});

test("an untouched form is no draft, whatever its id and whatever was left empty", () => {
  assert.ok(sameValues({ id: ["1"], venue: [""] }, { id: ["2"] }));
  assert.ok(!sameValues({ venue: ["Chợ"] }, { venue: [""] }));
});

test("what lies in the phone tells nothing and opens only with its own key and name", async () => {
  const draft = { at: 5, values: { notes: ["Ông Tư bị gọi điện"] } };
  const sealed = await seal(draft, "a/outreach-new", KEY);
  assert.ok(!sealed.includes("Tư"));
  assert.deepEqual(await open(sealed, "a/outreach-new", KEY), draft);
  assert.equal(await open(sealed, "a/forum-new", KEY), null);
  assert.equal(await open(sealed, "a/outreach-new", OTHER), null);
  assert.equal(await open("nonsense", "a/outreach-new", KEY), null);
});

test("a draft that cannot be opened any more is taken away", async () => {
  const shelf = new Memory();
  await new Place(shelf, "n", KEY).keep({ at: 0, values: {} });
  assert.equal(await new Place(shelf, "n", OTHER).read(1), null);
  assert.equal(shelf.length, 0);
});

test("after fourteen days a draft is gone, everybody's", async () => {
  const shelf = new Memory();
  shelf.setItem("theme", "dark");
  await new Place(shelf, "old", KEY).keep({ at: 0, values: {} });
  await new Place(shelf, "young", OTHER).keep({ at: 2 * DAY, values: {} });
  shelf.setItem("draft:broken", "{");
  sweep(shelf, 15 * DAY);
  assert.deepEqual([...shelf.map.keys()], ["theme", "draft:young"]);
  assert.ok(isTooOld(NaN, 0));
});

test("a full phone costs the draft and nothing else", async () => {
  const shelf = new Memory();
  shelf.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  assert.equal(await new Place(shelf, "n", KEY).keep({ at: 0, values: {} }), false);
});

/** Allowing calls: the address goes with the form, and whatever fails is said. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { allow, octets } from "../../static/js/offline/push.js";

/** @param {Partial<import("../../static/js/offline/push.js").Able>} able */
function browser(able = {}) {
  return {
    ask: async () => /** @type {const} */ ("granted"),
    subscribe: async () => "https://push.example/abc",
    ...able,
  };
}

test("a browser that is allowed to gives its address", async () => {
  const box = { value: "" };
  assert.equal(await allow(browser(), box), "ready");
  assert.equal(box.value, "https://push.example/abc");
});

test("a person who says no is not asked for anything else", async () => {
  const box = { value: "" };
  assert.equal(await allow(browser({ ask: async () => "denied" }), box), "refused");
  assert.equal(box.value, "");
});

test("a browser that cannot says so", async () => {
  const box = { value: "" };
  const fails = browser({ subscribe: () => Promise.reject(new Error("no push server")) });
  assert.equal(await allow(fails, box), "unable");
  assert.equal(await allow(null, box), "unable");
  assert.equal(box.value, "");
});

test("the key is read as browsers want it", () => {
  assert.deepEqual([...octets("-_8A")], [251, 255, 0]);
});

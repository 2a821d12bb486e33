import assert from "node:assert/strict";
import { test } from "node:test";

import { headState } from "../../static/js/pages/pick_all.js";
import { pause } from "../../static/js/behaviours/poll.js";

const SEEN = { hidden: false, saving: false, failures: 0 };

test("the head is ticked when every line is, half-ticked when some are", () => {
  assert.deepEqual(headState(3, 3), { checked: true, indeterminate: false });
  assert.deepEqual(headState(1, 3), { checked: false, indeterminate: true });
  assert.deepEqual(headState(0, 3), { checked: false, indeterminate: false });
});

test("the head of an empty table is not ticked", () => {
  assert.deepEqual(headState(0, 0), { checked: false, indeterminate: false });
});

test("a page that is looked at asks at its own pace", () => {
  assert.equal(pause(30, SEEN), 30);
});

test("a hidden page and one that saves data ask less", () => {
  assert.equal(pause(30, { ...SEEN, hidden: true }), 300);
  assert.equal(pause(30, { ...SEEN, saving: true }), 120);
});

test("every failure doubles the wait, to ten minutes at most", () => {
  assert.equal(pause(30, { ...SEEN, failures: 2 }), 120);
  assert.equal(pause(30, { ...SEEN, failures: 50 }), 600);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { LONGEST_SIDE, fitted } from "../../static/js/public/shrink.js";

test("a large photo fits the longest side and keeps its shape", () => {
  assert.deepEqual(fitted(4000, 3000), { width: LONGEST_SIDE, height: 1536 });
  assert.deepEqual(fitted(3000, 4000), { width: 1536, height: LONGEST_SIDE });
});

test("a small photo is never made larger", () => {
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
});

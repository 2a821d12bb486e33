import assert from "node:assert/strict";
import { test } from "node:test";

import { dayAfter } from "../../static/js/pages/due_days.js";

test("a promise falls so many days after the forum, over the end of a month or a year", () => {
  assert.equal(dayAfter("2024-06-05", 7), "2024-06-12");
  assert.equal(dayAfter("2024-02-25", 7), "2024-03-03");
  assert.equal(dayAfter("2024-12-20", 15), "2025-01-04");
});

test("an odd day fills nothing in", () => {
  assert.equal(dayAfter("", 7), "");
  assert.equal(dayAfter("hôm nào", 7), "");
});

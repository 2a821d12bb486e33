import assert from "node:assert/strict";
import { test } from "node:test";

import { lastNumber } from "../../static/js/pages/opinions.js";

test("the last line that a draft speaks of is known by its number, not by its place", () => {
  assert.equal(lastNumber(["opinion-10-gist", "opinion-9-kind", "venue"]), 10);
  assert.equal(lastNumber(["venue", "opinion-x-gist", "keep-opinion-4"]), 0);
});

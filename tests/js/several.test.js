import assert from "node:assert/strict";
import { test } from "node:test";

import { freshId, lastNumber } from "../../static/js/pages/several.js";

test("the last line is the one with the highest number", () => {
  assert.equal(lastNumber(["line-2-id", "line-11-held_on", "line-9-notes", "csrf_token"]), 11);
  assert.equal(lastNumber(["csrf_token", "photo-2-x"]), 0);
});

test("a line that a phone adds bears an id of its own", () => {
  const made = new Set(Array.from({ length: 50 }, freshId));
  assert.equal(made.size, 50);
  for (const id of made) {
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

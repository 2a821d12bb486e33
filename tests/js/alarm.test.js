import assert from "node:assert/strict";
import { test } from "node:test";

import { isNewer, tones } from "../../static/js/pages/alarm.js";

test("a tip rings once, and an older one that still waits not again", () => {
  assert.equal(isNewer("1717572000", null), true);
  assert.equal(isNewer("1717572000", "1717572000"), false);
  assert.equal(isNewer("1717571000", "1717572000"), false);
  assert.equal(isNewer("", null), false);
});

test("the tones follow one another without touching", () => {
  const found = tones(5);
  assert.equal(found[0].at, 5);
  for (const [index, tone] of found.slice(1).entries()) {
    assert.ok(tone.at - found[index].at > 0.2);
  }
});

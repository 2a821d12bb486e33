import assert from "node:assert/strict";
import test from "node:test";

import { opensBeside } from "../../static/js/pages/beside.js";

const CLICK = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test("a plain click on a wide screen opens beside the feed", () => {
  assert.equal(opensBeside(CLICK, true), true);
});

test("on a phone the link stays a link", () => {
  assert.equal(opensBeside(CLICK, false), false);
});

test("whoever asks for a new tab gets one", () => {
  assert.equal(opensBeside({ ...CLICK, ctrlKey: true }, true), false);
  assert.equal(opensBeside({ ...CLICK, button: 1 }, true), false);
});

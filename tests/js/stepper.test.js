import assert from "node:assert/strict";
import { test } from "node:test";

import { stepped } from "../../static/js/pages/stepper.js";

test("plus and minus count from what was typed", () => {
  assert.equal(stepped("3", 1), "4");
  assert.equal(stepped(" 3 ", -1), "2");
});

test("an empty box is not zero", () => {
  assert.equal(stepped("", -1), "");
  assert.equal(stepped("", 1), "1");
});

test("there are no fewer than none and no more than a million", () => {
  assert.equal(stepped("0", -1), "0");
  assert.equal(stepped("1000000", 1), "1000000");
});

test("a number typed with thousands separators is a number", () => {
  assert.equal(stepped("1.104", 1), "1105");
  assert.equal(stepped("1 104", 1), "1105");
});

test("what is no number stays as it was typed", () => {
  assert.equal(stepped("hơn 40", 1), "hơn 40");
  assert.equal(stepped("-3", 1), "-3");
});

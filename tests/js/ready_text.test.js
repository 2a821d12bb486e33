import assert from "node:assert/strict";
import { test } from "node:test";

import { joined } from "../../static/js/pages/use_text.js";

test("a ready sentence stands alone in an empty box and behind what was typed", () => {
  assert.equal(joined("", "Đã nhận tin."), "Đã nhận tin.");
  assert.equal(joined("  ", "Đã nhận tin."), "Đã nhận tin.");
  assert.equal(joined("Chào cô. ", "Đã nhận tin."), "Chào cô. Đã nhận tin.");
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { joined } from "../../static/js/pages/photo_input.js";
import { fitted, qualityFor } from "../../static/js/pages/photo_redraw.js";
import { jpegName } from "../../static/js/pages/photo_shrink.js";

test("the longer side becomes 2048 whichever way the phone was held", () => {
  assert.deepEqual(fitted(4000, 3000), { width: 2048, height: 1536 });
  assert.deepEqual(fitted(3000, 4000), { width: 1536, height: 2048 });
});

test("a small picture is not blown up", () => {
  assert.deepEqual(fitted(640, 480), { width: 640, height: 480 });
});

test("a very thin picture keeps at least one pixel", () => {
  assert.deepEqual(fitted(100_000, 2), { width: 2048, height: 1 });
});

test("the quality is chosen by what two qualities weigh, and stays one that can be looked at", () => {
  assert.equal(qualityFor(150_000, 300_000), 0.8);
  assert.equal(qualityFor(300_000, 700_000), 0.45);
  const between = qualityFor(200_000, 450_000);
  assert.ok(between > 0.6 && between < 0.65, String(between));
  assert.equal(qualityFor(20_000, 40_000), 0.85);
  assert.equal(qualityFor(900_000, 2_000_000), 0.4);
  assert.equal(qualityFor(100, 100), 0.85);
});

test("the redrawn picture says that it is a JPEG", () => {
  assert.equal(jpegName("IMG_2041.HEIC"), "IMG_2041.jpg");
  assert.equal(jpegName("ảnh chụp 5.6.png"), "ảnh chụp 5.6.jpg");
  assert.equal(jpegName("bien-lai"), "bien-lai.jpg");
  assert.equal(jpegName(".jpg"), "anh.jpg");
});

test("new pictures join the old ones up to the limit, and the rest is told", () => {
  assert.deepEqual(joined(["a"], ["b", "c"], 5), { kept: ["a", "b", "c"], left: 0 });
  assert.deepEqual(joined(["a", "b"], ["c", "d"], 3), { kept: ["a", "b", "c"], left: 1 });
});

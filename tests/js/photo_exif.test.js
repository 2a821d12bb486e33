/** What a camera wrote goes along with the redrawn picture, which stands upright. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { segmentIn, upright, withWritten, written } from "../../static/js/pages/photo_exif.js";

/** An EXIF segment with an orientation and a date, in either byte order. */
function segment(isLittle = false, orientation = 6) {
  const body = new DataView(new ArrayBuffer(26));
  body.setUint16(0, isLittle ? 0x4949 : 0x4d4d);
  body.setUint16(2, 42, isLittle);
  body.setUint32(4, 8, isLittle);
  body.setUint16(8, 1, isLittle);
  body.setUint16(10, 0x0112, isLittle);
  body.setUint16(12, 3, isLittle);
  body.setUint32(14, 1, isLittle);
  body.setUint16(18, orientation, isLittle);
  const name = [0x45, 0x78, 0x69, 0x66, 0, 0];
  const length = 2 + name.length + body.byteLength;
  return [0xff, 0xe1, 0, length, ...name, ...new Uint8Array(body.buffer)];
}

const JFIF = [0xff, 0xe0, 0, 6, 1, 2, 3, 4];
const REST = [0xff, 0xda, 0, 4, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8, 0xff, 0xd9];

/** @param {number[][]} parts */
const jpeg = (...parts) => new Uint8Array([0xff, 0xd8, ...parts.flat()]);

/** @param {Uint8Array<ArrayBuffer>} bytes */
const asFile = (bytes) => new File([bytes], "IMG_1.jpg", { type: "image/jpeg" });

test("the segment is found behind others, and not behind the start of the picture", () => {
  const found = segmentIn(jpeg(JFIF, segment(), REST).buffer);
  assert.deepEqual([...(found ?? [])], segment());
  assert.equal(segmentIn(jpeg(JFIF, REST, segment()).buffer), null);
});

test("a picture without one, a cut one and another kind of file have none", async () => {
  assert.equal(segmentIn(jpeg(JFIF, REST).buffer), null);
  assert.equal(segmentIn(jpeg(segment().slice(0, 12)).buffer), null);
  assert.equal(segmentIn(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0, 0, 0, 0]).buffer), null);
  assert.equal(segmentIn(new ArrayBuffer(0)), null);
  assert.equal(await written(asFile(new Uint8Array([1, 2, 3]))), null);
});

test("a redrawn picture is upright whichever way the phone was held", () => {
  for (const isLittle of [false, true]) {
    assert.deepEqual([...upright(new Uint8Array(segment(isLittle)))], segment(isLittle, 1));
  }
});

test("a segment that leads nowhere is left as it is", () => {
  const astray = segment();
  astray[14] = 0xff;
  assert.deepEqual([...upright(new Uint8Array(astray))], astray);
});

test("what the camera wrote stands right behind the start of the redrawn picture", async () => {
  const kept = await written(asFile(jpeg(JFIF, segment(), REST)));
  assert.ok(kept);
  const whole = withWritten(asFile(jpeg(JFIF, REST)), kept);
  const bytes = [...new Uint8Array(await whole.arrayBuffer())];
  assert.deepEqual(bytes, [...jpeg(segment(false, 1), JFIF, REST)]);
  assert.deepEqual([whole.name, whole.type], ["IMG_1.jpg", "image/jpeg"]);
});

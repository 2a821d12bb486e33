/** Handing over: everything where the phone can, words and saved pictures where it cannot. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { fetched, handOver, pictureName } from "../../static/js/pages/share.js";

const TEXT = "Ngày 05/6, tại ấp 3, Công an xã phát 50 tờ rơi.";
const PICTURE = new File(["x"], "anh-1.jpg", { type: "image/jpeg" });

/** @param {Partial<import("../../static/js/pages/share.js").Phone>} able */
function phone(able = {}) {
  /** @type {{ shared: ShareData[], copied: string[], saved: number }} */
  const did = { shared: [], copied: [], saved: 0 };
  const made = {
    share: async (/** @type {ShareData} */ data) => void did.shared.push(data),
    canShare: () => true,
    copy: async (/** @type {string} */ text) => did.copied.push(text) > 0,
    savePictures: () => void (did.saved += 1),
    ...able,
  };
  return { did, made };
}

/** @param {string} name */
const refuses = (name) => async () => {
  throw Object.assign(new Error("no"), { name });
};

test("a phone that can takes the words and the pictures at once", async () => {
  const { did, made } = phone();
  assert.equal(await handOver(TEXT, [PICTURE], made), "shared");
  assert.deepEqual(did, { shared: [{ text: TEXT, files: [PICTURE] }], copied: [], saved: 0 });
});

test("without pictures only the words go", async () => {
  const { did, made } = phone({ canShare: () => false });
  assert.equal(await handOver(TEXT, [], made), "shared");
  assert.deepEqual(did.shared, [{ text: TEXT }]);
});

test("a phone that takes no files gets the words, and the pictures are saved", async () => {
  const { did, made } = phone({ canShare: () => false });
  assert.equal(await handOver(TEXT, [PICTURE], made), "words");
  assert.deepEqual(did, { shared: [{ text: TEXT }], copied: [], saved: 1 });
});

test("pictures that could not be fetched do not hold the words back", async () => {
  const { did, made } = phone();
  assert.equal(await handOver(TEXT, null, made), "words");
  assert.deepEqual(did.shared, [{ text: TEXT }]);
});

test("without sharing the words are copied and the pictures saved", async () => {
  const { did, made } = phone({ share: undefined });
  assert.equal(await handOver(TEXT, [PICTURE], made), "copied");
  assert.deepEqual(did, { shared: [], copied: [TEXT], saved: 1 });
});

test("where nothing may be copied the words stand marked", async () => {
  const { did, made } = phone({ share: undefined, copy: async () => false });
  assert.equal(await handOver(TEXT, [], made), "selected");
  assert.equal(did.saved, 0);
});

test("who closes the phone's sheet has sent nothing, and nothing else happens", async () => {
  const { did, made } = phone({ share: refuses("AbortError") });
  assert.equal(await handOver(TEXT, [PICTURE], made), "cancelled");
  assert.deepEqual(did, { shared: [], copied: [], saved: 0 });
});

test("a tap that grew too old is asked for again", async () => {
  const { did, made } = phone({ share: refuses("NotAllowedError") });
  assert.equal(await handOver(TEXT, [PICTURE], made), "again");
  assert.equal(did.saved, 0);
});

test("a phone whose sharing breaks still gives the words", async () => {
  const { did, made } = phone({ share: refuses("DataError") });
  assert.equal(await handOver(TEXT, [PICTURE], made), "copied");
  assert.deepEqual(did.copied, [TEXT]);
});

test("pictures travel under names that say nothing", async () => {
  const get = async () => new Response("jpeg");
  const files = await fetched(["/media/8f.jpg", "/media/9a.jpg"], get);
  assert.deepEqual(
    files?.map((file) => file.name),
    ["anh-1.jpg", "anh-2.jpg"],
  );
  assert.equal(pictureName(4), "anh-5.jpg");
});

test("one picture that is gone is not passed over in silence", async () => {
  const get = async (/** @type {string} */ address) =>
    new Response("x", { status: address === "/b" ? 404 : 200 });
  assert.equal(await fetched(["/a", "/b"], get), null);
});

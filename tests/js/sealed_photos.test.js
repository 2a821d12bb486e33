import assert from "node:assert/strict";
import { createECDH, createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { test } from "node:test";

import { Pictures } from "../../static/js/outbox/pictures.js";
import { listen, teller } from "../../static/js/outbox/progress.js";
import { openOwn } from "../../static/js/pages/own.js";
import { alike, pictureOf } from "../../static/js/pages/photo_bytes.js";
import { mark } from "../../static/js/pages/photo_proof.js";

const server = createECDH("prime256v1");
const point = server.generateKeys();
const key = point.toString("base64");

/** @typedef {import("../../static/js/outbox/photos.js").KeptPhoto} KeptPhoto */

/** What the server reads. @param {KeptPhoto} photo */
async function opened(photo) {
  const letter = Buffer.from(await photo.blob.arrayBuffer());
  assert.equal(createHash("sha256").update(letter).digest("hex"), photo.sha256);
  assert.equal(letter.length, photo.size);
  const theirs = letter.subarray(11, 76);
  const secret = hkdfSync("sha256", server.computeSecret(theirs), Buffer.concat([theirs, point]), "lang-nghe letter 1", 32);
  const cipher = createDecipheriv("aes-256-gcm", Buffer.from(secret), letter.subarray(76, 88));
  cipher.setAAD(Buffer.from(`i/photo/${photo.id}`));
  cipher.setAuthTag(letter.subarray(-16));
  return Buffer.concat([cipher.update(letter.subarray(88, -16)), cipher.final()]).toString();
}

/** Shelves that keep what is laid by, in its order. */
function pictures() {
  /** @type {Map<string, KeptPhoto>} */
  const kept = new Map();
  const lay = async (/** @type {any} */ photo, /** @type {unknown} */ look) => {
    assert.equal(look, undefined, "nobody may look at it again");
    kept.set(photo.id, photo);
  };
  const takeBack = async (/** @type {string} */ id) => void kept.delete(id);
  return { kept, chosen: new Pictures(async () => ({ lay, takeBack }), key) };
}

const there = (/** @type {Map<string, KeptPhoto>} */ kept) => Promise.all([...kept.values()].map(opened));

test("pictures are sealed in their order when they are chosen, and only the server reads them", async () => {
  const { kept, chosen } = pictures();
  const files = [new File(["một"], "1.jpg"), new File([], ""), new File(["hai"], "2.jpg")];
  chosen.take(files, "i");
  const laid = await chosen.laid(files, "i");
  assert.deepEqual(await there(kept), ["một", "hai"]);
  assert.deepEqual(laid.map(({ name, item, isOriginal, of }) => [name, item, isOriginal, of]), [
    ["1.jpg", "i", false, undefined],
    ["2.jpg", "i", false, undefined],
  ]);
  assert.deepEqual(laid.map(({ id }) => id), [...kept.keys()]);
  assert.equal(laid.some((photo) => "blob" in photo), false);
  assert.match(laid[0]?.id ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

test("behind a picture marked as proof goes its original; a mark taken away leaves none", async () => {
  const { kept, chosen } = pictures();
  const small = new File(["nhỏ"], "1.jpg");
  mark(small, new File(["bản gốc"], "IMG_1.HEIC"));
  const [picture, original, ...rest] = await chosen.laid([small], "i");
  assert.ok(picture && original && rest.length === 0);
  assert.deepEqual(await there(kept), ["nhỏ", "bản gốc"]);
  assert.deepEqual([original.name, original.isOriginal, original.of], ["IMG_1.HEIC", true, picture.id]);
  mark(small, null);
  assert.equal((await chosen.laid([small], "i")).length, 1);
  await chosen.work;
  assert.deepEqual(await there(kept), ["nhỏ"]);
  mark(small, small);
  assert.equal((await chosen.laid([small], "i")).length, 1);
});

test("a picture that is taken out of the form leaves the phone, one that was saved stays", async () => {
  const { kept, chosen } = pictures();
  const [one, other] = [new File(["một"], "1.jpg"), new File(["hai"], "2.jpg")];
  await chosen.laid([one, other], "i");
  chosen.take([other], "i");
  await chosen.work;
  assert.deepEqual(await there(kept), ["hai"]);
  chosen.forget();
  chosen.take([], "j");
  await chosen.work;
  assert.deepEqual(await there(kept), ["hai"]);
});

test("how a picture looks is laid by with it, for its author alone", async () => {
  /** @type {[string, any][]} */
  const shown = [];
  const lay = async (/** @type {any} */ { id }, /** @type {any} */ look) => void shown.push([id, look]);
  const own = Buffer.alloc(32, 7).toString("base64");
  const chosen = new Pictures(async () => ({ lay, takeBack: async () => undefined }), key, own);
  const small = () => new Uint8Array([1, 2, 3]).buffer;
  const drawn = pictureOf([new Uint8Array([9]).buffer, small()], "1.jpg", 0);
  const files = [drawn, alike(new File(["dated"], "2.jpg"), drawn), new File(["heic"], "3.heic")];
  await chosen.laid(files, "i");
  const looks = await Promise.all(shown.map(([id, look]) => openOwn(own, `${id}/look`, look)));
  assert.deepEqual(looks, ["AQID", "AQID", null], "one that was not redrawn has a name only");
});

test("a form that got another id takes its pictures along under that one", async () => {
  const { kept, chosen } = pictures();
  const file = new File(["một"], "1.jpg");
  await chosen.laid([file], "before");
  const [photo] = await chosen.laid([file], "i");
  await chosen.work;
  assert.deepEqual([...kept.keys()], [photo?.id]);
  assert.deepEqual(await there(kept), ["một"]);
});

test("a phone that had no room for a picture is asked again when the form is saved", async () => {
  let isFull = true;
  const lay = async () => (isFull ? assert.fail("no room") : undefined);
  const chosen = new Pictures(async () => ({ lay, takeBack: async () => undefined }), key);
  const file = new File(["một"], "1.jpg");
  chosen.take([file], "i");
  await assert.rejects(chosen.laid([file], "i"));
  isFull = false;
  chosen.forget();
  assert.equal((await chosen.laid([file], "i")).length, 1);
});

test("how far a photo is reaches the page that shows it, not more often than an eye follows", async () => {
  /** @type {[string, number][]} */
  const heard = [];
  /** @type {() => void} */
  let come = () => undefined;
  const last = new Promise((resolve) => (come = () => heard.length === 2 && resolve(null)));
  const stop = listen((id, sent) => (heard.push([id, sent]), come()));
  const tell = teller("p");
  tell(10);
  tell(20);
  tell(30);
  await last;
  stop();
  assert.deepEqual(heard, [["p", 10], ["p", 30]]);
});

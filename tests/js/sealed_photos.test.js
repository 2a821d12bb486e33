import assert from "node:assert/strict";
import { createECDH, createDecipheriv, createHash, hkdfSync } from "node:crypto";
import { test } from "node:test";

import { sealedPhotos } from "../../static/js/outbox/photos.js";
import { listen, teller } from "../../static/js/outbox/progress.js";
import { mark } from "../../static/js/photo_proof.js";

const server = createECDH("prime256v1");
const point = server.generateKeys();
const envelope = { item: "i", key: point.toString("base64") };

/** What the server reads. @param {import("../../static/js/outbox/photos.js").KeptPhoto} photo */
async function opened(photo) {
  const letter = Buffer.from(await photo.blob.arrayBuffer());
  assert.equal(createHash("sha256").update(letter).digest("hex"), photo.sha256);
  assert.equal(letter.length, photo.size);
  const theirs = letter.subarray(11, 76);
  const key = hkdfSync("sha256", server.computeSecret(theirs), Buffer.concat([theirs, point]), "lang-nghe letter 1", 32);
  const cipher = createDecipheriv("aes-256-gcm", Buffer.from(key), letter.subarray(76, 88));
  cipher.setAAD(Buffer.from(`i/photo/${photo.id}`));
  cipher.setAuthTag(letter.subarray(-16));
  return Buffer.concat([cipher.update(letter.subarray(88, -16)), cipher.final()]).toString();
}

test("pictures are sealed in their order, and only the server reads them", async () => {
  const files = [new File(["một"], "1.jpg"), new File([], ""), new File(["hai"], "2.jpg")];
  const kept = await sealedPhotos(files, envelope);
  assert.deepEqual(await Promise.all(kept.map(opened)), ["một", "hai"]);
  assert.deepEqual(kept.map(({ name, item, isOriginal, of }) => [name, item, isOriginal, of]), [
    ["1.jpg", "i", false, undefined],
    ["2.jpg", "i", false, undefined],
  ]);
  assert.match(kept[0]?.id ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

test("behind a picture marked as proof goes its original; a mark taken away leaves none", async () => {
  const small = new File(["nhỏ"], "1.jpg");
  mark(small, new File(["bản gốc"], "IMG_1.HEIC"));
  const [picture, original, ...rest] = await sealedPhotos([small], envelope);
  assert.ok(picture && original && rest.length === 0);
  assert.deepEqual([await opened(picture), await opened(original)], ["nhỏ", "bản gốc"]);
  assert.deepEqual([original.name, original.isOriginal, original.of], ["IMG_1.HEIC", true, picture.id]);
  mark(small, null);
  assert.equal((await sealedPhotos([small], envelope)).length, 1);
  mark(small, small);
  assert.equal((await sealedPhotos([small], envelope)).length, 1);
});

test("how far a photo is reaches the page that shows it, not more often than an eye follows", async () => {
  /** @type {[string, number][]} */
  const heard = [];
  /** @type {() => void} */
  let come = () => undefined;
  const first = new Promise((resolve) => (come = () => resolve(null)));
  const stop = listen((id, sent) => (heard.push([id, sent]), come()));
  const tell = teller("p");
  tell(10);
  tell(20);
  await first;
  stop();
  assert.deepEqual(heard, [["p", 10]]);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { moment, percent } from "../../static/js/outbox/amounts.js";
import { crateOf, takeFrom } from "../../static/js/outbox/export.js";
import { envelope } from "../../static/js/outbox/letter.js";
import { openOwn, sealOwn } from "../../static/js/pages/own.js";
import { fieldsOf, madeReady, parcelOf, valuesOf } from "../../static/js/outbox/parcel.js";
import { sealedPhoto } from "../../static/js/outbox/photos.js";
import { photoAgain, withoutPhoto } from "../../static/js/outbox/queue.js";
import { Sender } from "../../static/js/outbox/sender.js";

/** @typedef {import("../../static/js/outbox/queue.js").Item} Item */
/** @typedef {import("../../static/js/outbox/store.js").Parcel} Parcel */

const ID = "0198a0b0-0000-4000-8000-000000000001";
const KEY = btoa(String.fromCharCode(...new Uint8Array(32).fill(7)));
const OTHER_KEY = btoa(String.fromCharCode(...new Uint8Array(32).fill(8)));

async function letterKey() {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return btoa(String.fromCharCode(...point));
}

/** @param {string} form */
async function said(form) {
  const key = await letterKey();
  return { form, to: `/${form}/new`, owner: "0123456789ab", letterKey: key, pass: "a pass", outboxKey: KEY, version: "1", title: "Tờ rơi · Ấp 3", isClosed: form === "tip", paper: false };
}

/**
 * With its photo, as another phone gets it.
 * @param {string} form
 */
async function parcel(form) {
  const from = await said(form);
  const file = new File([new Uint8Array(5000)], "IMG_1.jpg");
  const photo = await sealedPhoto(file, { id: crypto.randomUUID(), item: ID }, envelope(from.letterKey));
  /** @type {[string, string][]} */
  const fields = [["id", ID], ["notes", "Bà con hỏi nhiều."]];
  const made = await parcelOf(from, madeReady(from, ID), { fields, photos: [photo], before: [] }, 1_000);
  assert.deepEqual([made.laid, made.before, made.photos], [[photo.id], [], []]);
  return { ...made, photos: [photo] };
}

/** @param {Parcel[]} [parcels] */
function shelves(parcels = []) {
  const kept = new Map(parcels.map((one) => [one.item.id, one]));
  return {
    kept,
    items: async () => [...kept.values()].map(({ item }) => item),
    item: async (/** @type {string} */ id) => kept.get(id)?.item,
    letters: async (/** @type {string} */ id) => kept.get(id)?.letters,
    own: async (/** @type {string} */ id) => kept.get(id)?.own,
    photo: async (/** @type {string} */ id) => [...kept.values()].flatMap(({ photos }) => photos).find((one) => one.id === id),
    add: async (/** @type {Parcel} */ one) => void kept.set(one.item.id, one),
  };
}

test("a form's own words open for their author alone, and under their own name alone", async () => {
  const sealed = await sealOwn(KEY, "a/words", { fields: [["notes", "Chợ sáng"]] });
  assert.deepEqual(await openOwn(KEY, "a/words", sealed), { fields: [["notes", "Chợ sáng"]] });
  assert.equal(await openOwn(OTHER_KEY, "a/words", sealed), null);
  assert.equal(await openOwn(KEY, "b/words", sealed), null);
  assert.equal(await openOwn("", "a/words", sealed), null);
});

test("what goes into the outbox is what the form holds, without files and tokens of the page", () => {
  const fields = fieldsOf([["csrf_token", "x"], ["place", "1"], ["partners", "a"], ["partners", "b"], ["photos", new File([], "")]]);
  assert.deepEqual(fields, [["place", "1"], ["partners", "a"], ["partners", "b"]]);
  assert.deepEqual(valuesOf(fields), { place: ["1"], partners: ["a", "b"] });
});

test("a saved form waits as letters only the server opens, photos apart", async () => {
  const { item, letters, own, photos } = await parcel("outreach");
  assert.deepEqual([item.id, item.state, item.to, item.photos.length], [ID, "waiting", "/outreach/new", 1]);
  assert.equal(new TextDecoder().decode(letters.form).includes("Bà con"), false);
  assert.equal(photos[0]?.item, ID);
  assert.ok((photos[0]?.size ?? 0) > 5000);
  const words = await openOwn(KEY, `${ID}/words`, own.words);
  assert.deepEqual(words.fields[1], ["notes", "Bà con hỏi nhiều."]);
  assert.deepEqual(words.photos.map((/** @type {{ name: string }} */ { name }) => name), ["IMG_1.jpg"]);
});

test("a tip taken from somebody leaves no readable word in the phone", async () => {
  const { own } = await parcel("tip");
  assert.equal(own.words, null);
  assert.equal(await openOwn(KEY, `${ID}/title`, own.title), "Tờ rơi · Ấp 3");
});

test("what waits goes to another phone in a file, once, sealed as it is", async () => {
  const one = await parcel("outreach");
  const file = await crateOf(shelves([one]));
  assert.equal((await file.text()).includes("Bà con"), false);
  const other = shelves();
  assert.equal(await takeFrom(other, file), 1);
  assert.equal(await takeFrom(other, file), 0);
  const taken = other.kept.get(ID);
  assert.deepEqual(taken?.letters.form, one.letters.form);
  assert.deepEqual(await taken?.photos[0]?.blob.arrayBuffer(), await one.photos[0]?.blob.arrayBuffer());
  assert.deepEqual(await openOwn(KEY, `${ID}/words`, taken?.own.words), await openOwn(KEY, `${ID}/words`, one.own.words));
});

test("a file cut short, made up, or meant for elsewhere brings in nothing", async () => {
  const one = await parcel("outreach");
  const text = await (await crateOf(shelves([one]))).text();
  const away = { ...one, item: { ...one.item, to: "//elsewhere.example/x" } };
  for (const file of [text.slice(0, -40), "xin chào", '{"lnx":2}', await (await crateOf(shelves([away]))).text()]) {
    const other = shelves();
    await assert.rejects(takeFrom(other, new Blob([file])));
    assert.equal(other.kept.size, 0);
  }
});

test("moments name their day when it is not today, and photos say how much is there", () => {
  const now = new Date(2026, 10, 23, 17, 5).getTime();
  assert.equal(moment(new Date(2026, 10, 23, 7, 4).getTime(), now), "7:04");
  assert.equal(moment(new Date(2026, 10, 22, 17, 30).getTime(), now), "22/11 17:30");
  const photo = { id: "p", size: 100, sent: 10, isDone: false, isOriginal: false };
  const photos = [photo, { ...photo, id: "q", isDone: true }];
  assert.equal(percent({ ...item("a"), photos }, new Map([["p", 40]])), 70);
  assert.equal(percent({ ...item("a"), photos: [] }, new Map()), 0);
});

/**
 * @param {string} id
 * @returns {Item}
 */
const item = (id) => ({
  id, form: "outreach", to: "/outreach/new", owner: "a", at: 0, state: "waiting",
  hasGone: false, photos: [], failures: 0, notBefore: 0,
});

test("a photo that was sent back goes once more, or its form goes on without it", () => {
  const photo = { id: "p", size: 100, sent: 0, isDone: false, isOriginal: false, refused: "Ảnh này không đọc được." };
  const back = { ...item("a"), hasGone: true, state: /** @type {const} */ ("needs"), photos: [photo, { ...photo, id: "q" }] };
  const again = photoAgain(back, "p");
  assert.deepEqual([again.state, again.photos[0]?.refused, again.photos[1]?.refused], ["waiting", undefined, photo.refused]);
  assert.equal(withoutPhoto(back, "p").state, "needs");
  assert.equal(withoutPhoto(withoutPhoto(back, "p"), "q").state, "sent");
});

test("a dead line is asked six times, then three times after longer and longer pauses", async () => {
  let now = 0;
  let asked = 0;
  /** @type {number[]} */
  const pauses = [];
  const kept = new Map(Array.from({ length: 50 }, (_, n) => [`i${n}`, item(`i${n}`)]));
  const sender = new Sender({
    items: async () => [...kept.values()],
    keep: async (one) => void kept.set(one.id, one),
    words: async () => ((asked += 1), { verdict: /** @type {const} */ ("later"), told: null }),
    photo: async () => ({ verdict: /** @type {const} */ ("later"), change: {} }),
    now: () => now,
    chance: () => 0.5,
    isAllowed: () => true,
    alone: (work) => work(),
    wake: (milliseconds) => pauses.push(milliseconds),
    changed: () => undefined,
  });
  for (let n = 0; n < 6; n += 1) {
    await sender.run();
    now += pauses.at(-1) ?? 0;
  }
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 32_000]);
  assert.equal(asked, 6 + 5 * 3);
});

test("nothing is asked, and nothing wakes the phone, on a network that may not be used", async () => {
  const kept = [item("a")];
  const no = () => assert.fail("asked");
  const sender = new Sender({
    items: async () => kept, keep: no, words: no, photo: no, now: () => 0, chance: () => 0,
    isAllowed: () => false, alone: no, wake: no, changed: no,
  });
  await sender.run();
});

test("a form saved anew while its old words were on their way is not taken for sent", async () => {
  const kept = new Map([["a", item("a")]]);
  let sends = 0;
  const sender = new Sender({
    items: async () => [...kept.values()],
    keep: async (one) => void kept.set(one.id, one),
    words: async () => {
      sends += 1;
      if (sends === 1) {
        kept.set("a", { ...item("a"), at: 5 });
      }
      /** @type {import("../../static/js/outbox/answers.js").Verdict} */
      const verdict = sends === 1 ? "sent" : "needs";
      return { verdict, told: { id: "a" } };
    },
    photo: async () => ({ verdict: /** @type {const} */ ("later"), change: {} }),
    now: () => 0, chance: () => 0, isAllowed: () => true, alone: (work) => work(),
    wake: () => undefined, changed: () => undefined,
  });
  await sender.run();
  assert.deepEqual([sends, kept.get("a")?.state, kept.get("a")?.at], [2, "needs", 5]);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { owes, paperOf } from "../../static/js/outbox/amounts.js";
import { crateOf, takeFrom } from "../../static/js/outbox/export.js";
import { staying } from "../../static/js/outbox/intake.js";
import { Follower } from "../../static/js/outbox/follow.js";
import { settleKnown } from "../../static/js/outbox/known.js";
import { renew } from "../../static/js/outbox/renewal.js";
import { isOurs, isPicture, stageOf } from "../../static/js/outbox/rows.js";
import { withTold } from "../../static/js/outbox/told.js";

/** @typedef {import("../../static/js/outbox/queue.js").Item} Item */
/** @typedef {import("../../static/js/outbox/store.js").Parcel} Parcel */

const ID = "0198a0b0-0000-4000-8000-000000000001";
const PHOTO = { id: "0198a0b0-0000-4000-8000-00000000000f", size: 4, sent: 4, isDone: true, isOriginal: false };

/**
 * @param {Partial<Item>} more
 * @returns {Item}
 */
const item = (more = {}) => ({
  id: ID,
  form: "outreach",
  to: "/outreach/new",
  owner: "0123456789ab",
  at: 1_000,
  state: "needs",
  hasGone: false,
  photos: [],
  failures: 3,
  notBefore: 9_000,
  ...more,
});

/** @param {Item} one */
const parcelOf = (one) => ({
  item: one,
  letters: { form: new Uint8Array([1, 2]), pass: "AAAA" },
  own: { title: { iv: new Uint8Array(12), text: new ArrayBuffer(4) }, words: null },
  photos: [],
});

/** @param {Item} one */
async function loaded(one) {
  const parcel = parcelOf(one);
  const giving = {
    items: async () => [one],
    letters: async () => parcel.letters,
    own: async () => parcel.own,
    photo: async () => undefined,
  };
  /** @type {Parcel[]} */
  const taken = [];
  const add = async (/** @type {Parcel} */ found) => void taken.push(found);
  const nothing = async () => undefined;
  await takeFrom({ item: nothing, photo: nothing, add }, await crateOf(giving), 5_000);
  return taken[0]?.item;
}

test("a file says what was written, and nothing of what became of it", async () => {
  const told = { id: ID, sentence: "Gọi 0900 000 000 để mở khóa.", url: "javascript:alert(1)", held: "https://elsewhere.example/" };
  const photos = [{ ...PHOTO, refused: "Gọi số này." }];
  const taken = await loaded(item({ at: 9e15, hasGone: true, told, photos }));
  assert.deepEqual(taken, {
    ...item({ at: 5_000, state: "waiting", failures: 0, notBefore: 0, paper: false }),
    photos: [{ ...PHOTO, sent: 0, isDone: false }],
  });
  assert.deepEqual([isOurs("/held/1"), isOurs("//x.example"), isOurs("javascript:1"), isOurs(undefined)], [true, false, false, false]);
});

test("a file with an address that writes nothing new, or with another's name for an owner, is refused", async () => {
  for (const wrong of [{ to: "/me/password" }, { to: "/outreach/new/../x" }, { owner: "Thiếu úy Mẫu" }, { id: "1" }]) {
    await assert.rejects(loaded(item(wrong)));
  }
});

/**
 * The outbox after the server was asked about it.
 * @param {Item} one
 * @param {{ id: string, url: string, version: string }[]} known
 */
async function asked(one, known) {
  let kept = one;
  const store = { items: async () => [kept], keep: async (/** @type {Item} */ now) => void (kept = now) };
  const real = globalThis.fetch;
  globalThis.fetch = async () => new Response(JSON.stringify({ known }));
  await settleKnown(store, () => true, "/outbox/known").finally(() => (globalThis.fetch = real));
  return kept;
}

test("what was put right on another screen is sent here too, its photos go on", async () => {
  const known = [{ id: ID, url: `/outreach/${ID}`, version: "1" }];
  const told = { id: ID, sentence: "Chọn nơi làm.", held: `/held/${ID}` };
  assert.equal((await asked(item({ told }), known)).state, "sent");
  const photos = [{ ...PHOTO, isDone: false }];
  const withPhotos = await asked(item({ told, photos }), known);
  assert.deepEqual([withPhotos.state, withPhotos.hasGone], ["waiting", true]);
  assert.equal((await asked(item({ told }), [])).state, "needs");
});

test("where the record says something else, a person has to choose first", async () => {
  const told = { id: ID, url: `/outreach/${ID}`, version: "1" };
  const known = { id: ID, url: `/outreach/${ID}` };
  assert.equal((await asked(item({ told }), [{ ...known, version: "1" }])).state, "needs");
  assert.equal((await asked(item({ told }), [{ ...known, version: "2" }])).state, "sent");
});

test("a form says what it does now, and its pictures are counted as a person counts them", () => {
  const words = { noLine: "Đợi mạng", going: "Đang gửi", trying: "Thử lại {time}", turn: "Tới lượt" };
  const said = (/** @type {Partial<Item>} */ one, going = "") =>
    stageOf(item({ state: "waiting", ...one }), words, 5_000, going) ?? "";
  const line = (/** @type {boolean} */ onLine) => Object.defineProperty(globalThis, "navigator", { value: { onLine }, configurable: true });
  line(true);
  assert.deepEqual([said({ failures: 0 }), said({ failures: 1 }), said({ failures: 0, hasGone: true }), said({ state: "needs" })], ["Tới lượt", "", "", ""]);
  assert.equal(said({ photos: [{ ...PHOTO, isDone: false }] }, PHOTO.id), "Đang gửi");
  assert.match(said({ failures: 2, notBefore: 65_000 }), /^Thử lại /);
  line(false);
  assert.deepEqual([said({ failures: 0 }), said({ state: "needs" })], ["Đợi mạng", ""]);
  const original = { ...PHOTO, id: "o", isOriginal: true };
  assert.deepEqual([PHOTO, original].filter(isPicture), [PHOTO]);
});

test("a picture taken away while a form is written anew does not go, whatever else waits", () => {
  const photos = [PHOTO, { ...PHOTO, id: "b" }, { ...PHOTO, id: "c", refused: "Không phải ảnh." }];
  assert.deepEqual(staying(item({ photos }), ["b"]), [PHOTO]);
  assert.deepEqual(staying(undefined, []), []);
});

test("whoever told us something takes six digits away, and waits for the slip until it was opened", () => {
  assert.match(paperOf(ID), /^\d{3} \d{3}$/);
  assert.equal(paperOf(ID), paperOf(ID));
  const sent = { id: ID, form: "tip", owner: "", savedAt: 1, at: 2, photos: 0, title: null, told: { slip: `/tips/${ID}/slip` } };
  assert.deepEqual([owes(sent), owes({ ...sent, isSlipGiven: true }), owes({ ...sent, told: {} })], [true, false, false]);
});

test("what was said of what was sent is sealed by the first page of its author, and opens there", async () => {
  const key = btoa(String.fromCharCode(...new Uint8Array(32).fill(7)));
  const told = { id: ID, url: `/tips/${ID}`, number: "TB-0029", slip: `/tips/${ID}/slip` };
  /** @type {import("../../static/js/outbox/store.js").Sent} */
  let kept = { id: ID, form: "tip", owner: "", savedAt: 1, at: 2, photos: 0, title: null, told };
  const store = { noteSent: async (/** @type {string} */ _id, /** @type {object} */ change) => void (kept = { ...kept, ...change }) };
  assert.deepEqual((await withTold(store, key, kept)).told, told);
  assert.equal(JSON.stringify(kept.told).includes("TB-0029"), false);
  assert.deepEqual((await withTold(store, key, kept)).told, told);
  assert.deepEqual((await withTold(store, btoa("x".repeat(32)), kept)).told, { slip: "" });
  assert.equal(owes(kept), true);
});

test("after a new sign-in what waited for it goes on under a fresh pass, and nobody else's does", async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const letterKey = Buffer.from(await crypto.subtle.exportKey("raw", pair.publicKey)).toString("base64");
  const items = [item({ state: "sign-in" }), item({ id: "other", owner: "b", state: "sign-in" }), item({ id: "waits", state: "waiting" })];
  /** @type {string[]} */
  const renewed = [];
  const store = {
    items: () => Promise.resolve(items),
    renew: (/** @type {string} */ id, /** @type {string} */ pass) => Promise.resolve(void (pass && renewed.push(id))),
  };
  await renew(/** @type {any} */ (store), ({ owner }) => owner === "0123456789ab", { letterKey, pass: "fresh" });
  assert.deepEqual(renewed, [ID]);
});

test("whoever saved other words under an id that another tab had sent is not told that they are saved", () => {
  const page = { asked: { mend: () => undefined }, store: {} };
  Object.assign(globalThis, { location: { hash: `#${ID}`, pathname: "/outbox" }, history: { replaceState: () => undefined } });
  const sent = /** @type {any} */ ([{ id: ID, told: { id: ID, url: "/outreach/1" } }]);
  const follower = new Follower(/** @type {any} */ (page));
  assert.equal(follower.leads([item({ state: "waiting" })], sent), false);
  assert.equal(follower.leads([item({ hasGone: true })], sent), false);
});

test("who has just saved is led to a page that says what is wrong, and to none that would take it unseen", () => {
  let mended = 0;
  const page = { asked: { mend: () => void (mended += 1) }, store: {} };
  const leads = (/** @type {object} */ told) => {
    Object.assign(globalThis, { location: { hash: `#${ID}`, pathname: "/outbox" }, history: { replaceState: () => undefined } });
    return new Follower(/** @type {any} */ (page)).leads([item({ told: { id: ID, ...told } })], []);
  };
  Object.defineProperty(globalThis, "navigator", { value: { onLine: true }, configurable: true });
  leads({ errors: [], sentence: "Đồng hồ máy sai ngày." });
  assert.equal(mended, 0);
  leads({ errors: [{ field: "a", label: "A", sentence: "Ghi A." }] });
  leads({ errors: [], version: "1" });
  assert.equal(mended, 2);
});

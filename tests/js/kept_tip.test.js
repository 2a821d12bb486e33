import assert from "node:assert/strict";
import { test } from "node:test";

import { Keeper } from "../../static/js/kept_tip/keeper.js";
import { plainOf } from "../../static/js/kept_tip/letter.js";
import { LASTS_MS, MOST, RECEIPT_MS, nextLook } from "../../static/js/kept_tip/rules.js";

/** @typedef {import("../../static/js/kept_tip/rules.js").Kept} Kept */
/** @typedef {import("../../static/js/kept_tip/keeper.js").Shown} Shown */
/** @typedef {import("../../static/js/outbox/answers.js").Answer} Answer */

const NO_ANSWER = { status: 0, told: null };
/** @param {string} id @param {string} [url] */
const arrived = (id, url = "/receipt/x") => ({ status: 201, told: { id, url } });
/** @param {string} id */
const sealed = (id) => ({ id, to: "/tip", letter: new TextEncoder().encode(`letter of ${id}`).buffer });

class Phone {
  constructor() {
    /** @type {Map<string, Kept>} */
    this.disk = new Map();
    this.clock = 1_000_000;
    this.ran = 0;
    /** @type {(kept: { id: string }) => Answer} */
    this.network = () => NO_ANSWER;
    /** @type {string[]} */
    this.posted = [];
    /** @type {Shown[]} */
    this.shown = [];
    /** @type {Kept[]} */
    this.over = [];
    /** @type {number | undefined} */
    this.wakes = undefined;
  }

  /** The page is opened: what was in memory is gone. */
  opened() {
    return new Keeper({
      all: async () => [...this.disk.values()],
      keep: async (kept) => this.disk.set(kept.id, kept),
      remove: async (id) => this.disk.delete(id),
      post: async (kept) => {
        this.posted.push(new TextDecoder().decode(kept.letter));
        return this.network(kept);
      },
      now: () => this.clock,
      ticks: () => this.ran,
      chance: () => 0.5,
      wake: (milliseconds) => {
        this.wakes = milliseconds;
      },
      changed: (shown, over) => {
        this.shown = shown;
        this.over.push(...over);
      },
    });
  }

  /** @param {number} milliseconds */
  pass(milliseconds) {
    this.clock += milliseconds;
    this.ran += milliseconds;
  }
}

test("a kept tip goes when the network is back, though the page was closed meanwhile", async () => {
  const phone = new Phone();
  await phone.opened().keep(sealed("a"));
  phone.pass(3_600_000);
  const later = phone.opened();
  await later.run();
  assert.equal(phone.shown[0].state, "waiting");
  phone.network = ({ id }) => arrived(id);
  await later.again();
  assert.deepEqual(phone.shown.map(({ id, state }) => [id, state]), [["a", "sent"]]);
});

test("a page of a portal is no receipt", async () => {
  const phone = new Phone();
  await phone.opened().keep(sealed("a"));
  for (const answer of [{ status: 200, told: null }, { status: 201, told: { id: "b" } }, { status: 503, told: { id: "a" } }]) {
    phone.network = () => answer;
    await phone.opened().again();
    assert.equal(phone.shown[0].state, "waiting");
  }
});

test("who was not there gets the same receipt later, by the same bytes", async () => {
  const phone = new Phone();
  phone.network = ({ id }) => arrived(id, "/receipt/first");
  await phone.opened().keep(sealed("a"));
  await phone.opened().again();
  assert.equal(await phone.opened().receipt("a"), "/receipt/first");
  phone.pass(RECEIPT_MS);
  phone.network = ({ id }) => arrived(id, "/receipt/second");
  assert.equal(await phone.opened().receipt("a"), "/receipt/second");
  assert.deepEqual(phone.posted, ["letter of a", "letter of a"]);
  assert.equal(phone.disk.size, 1, "it stays until the receipt was on the screen");
});

test("without network there is no receipt yet, and nothing is lost", async () => {
  const phone = new Phone();
  phone.network = ({ id }) => arrived(id);
  await phone.opened().keep(sealed("a"));
  await phone.opened().again();
  phone.pass(RECEIPT_MS);
  phone.network = () => NO_ANSWER;
  assert.equal(await phone.opened().receipt("a"), "");
  assert.equal(phone.disk.get("a")?.state, "sent");
});

test("after a day it is deleted and said so, once", async () => {
  const phone = new Phone();
  await phone.opened().keep(sealed("a"));
  phone.pass(LASTS_MS - 1);
  await phone.opened().run();
  assert.equal(phone.over.length, 0);
  phone.pass(1);
  phone.network = ({ id }) => arrived(id);
  await phone.opened().run();
  await phone.opened().run();
  assert.deepEqual(phone.over.map(({ state }) => state), ["waiting"]);
  assert.equal(phone.disk.size, 0);
  assert.equal(phone.posted.length, 1, "the try before, none after");
});

test("a clock that jumps years when the network comes deletes nothing on an open page", async () => {
  const phone = new Phone();
  const open = phone.opened();
  await open.keep(sealed("a"));
  phone.clock += 6 * 365 * LASTS_MS;
  phone.network = ({ id }) => arrived(id);
  await open.again();
  assert.equal(phone.shown[0].state, "sent");
  assert.ok((phone.wakes ?? 0) >= 60_000, "and nobody looks again and again");
});

test("what the server does not take says why and stays until it is deleted", async () => {
  const phone = new Phone();
  await phone.opened().keep(sealed("a"));
  await phone.opened().keep(sealed("b"));
  phone.network = ({ id }) =>
    id === "a" ? { status: 422, told: { id, sentence: "Trang mở lâu quá." } } : arrived(id);
  const open = phone.opened();
  await open.again();
  assert.deepEqual(
    phone.shown.map(({ state, sentence }) => [state, sentence]),
    [["refused", "Trang mở lâu quá."], ["sent", ""]],
  );
  await open.remove("a");
  assert.deepEqual(phone.shown.map(({ id }) => id), ["b"]);
});

test("a tip that is deleted while it is on its way does not come back", async () => {
  const phone = new Phone();
  const open = phone.opened();
  await open.keep(sealed("a"));
  phone.network = () => {
    phone.disk.delete("a");
    return NO_ANSWER;
  };
  await open.again();
  assert.equal(phone.disk.size, 0);
});

test("a phone keeps a family's tips, not any number", async () => {
  const phone = new Phone();
  const open = phone.opened();
  for (let index = 0; index < MOST; index += 1) {
    await open.keep(sealed(String(index)));
  }
  await assert.rejects(open.keep(sealed("one more")));
  await open.keep(sealed("0"));
  assert.equal(phone.disk.size, MOST);
});

test("without a kept tip nobody looks again", () => {
  assert.equal(nextLook([], 0), undefined);
});

test("photos stand behind the words, after a byte that words never hold", async () => {
  const photo = new File([new Uint8Array([0, 1, 2])], "a.jpg", { type: "image/jpeg" });
  /** @type {[string, string][]} */
  const fields = [["story", "Chuyện\0 lạ"]];
  const tip = { id: "a", to: "/tip", fields, photos: [photo] };
  const bytes = new Uint8Array(await plainOf(tip, 0).arrayBuffer());
  const end = bytes.indexOf(0);
  const said = JSON.parse(new TextDecoder().decode(bytes.slice(0, end)));
  assert.deepEqual(said.fields, fields);
  assert.deepEqual(said.photos, [{ name: "a.jpg", type: "image/jpeg", size: 3 }]);
  assert.deepEqual([...bytes.slice(end + 1)], [0, 1, 2]);
});

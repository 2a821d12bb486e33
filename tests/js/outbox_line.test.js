import assert from "node:assert/strict";
import { test } from "node:test";

import { dueAt } from "../../static/js/outbox/pauses.js";
import { again, begun, nextLook, nextStep } from "../../static/js/outbox/queue.js";
import { Sender } from "../../static/js/outbox/sender.js";
import { shelvesOf } from "../../static/js/outbox/world.js";

/** @typedef {import("../../static/js/outbox/queue.js").Item} Item */
/** @typedef {import("../../static/js/outbox/answers.js").Verdict} Verdict */

const YEAR_MS = 365 * 24 * 3600 * 1000;

/**
 * @param {string} id
 * @param {Partial<Item>} [change]
 * @returns {Item}
 */
const item = (id, change) => ({
  id,
  form: "outreach",
  to: "/outreach/new",
  owner: "a",
  at: id.charCodeAt(0),
  state: "waiting",
  hasGone: false,
  photos: [],
  failures: 0,
  notBefore: 0,
  ...change,
});

/** A phone whose clock goes where a test wants, and whose network answers what it is told to. */
class Phone {
  /**
   * @param {Item[]} items
   * @param {(item: Item) => Verdict} answer
   */
  constructor(items, answer) {
    this.at = 10 * YEAR_MS;
    /** @type {Map<string, Item>} */
    this.kept = new Map(items.map((one) => [one.id, one]));
    /** @type {string[]} */
    this.asked = [];
    /** @type {number | undefined} */
    this.alarm = undefined;
    this.isAllowed = true;
    this.sender = new Sender({
      items: async () => [...this.kept.values()],
      keep: async (one) => void this.kept.set(one.id, one),
      words: async (one) => {
        this.asked.push(one.id);
        this.at += 10;
        const verdict = answer(one);
        return { verdict, told: verdict === "later" ? null : { id: one.id } };
      },
      photo: async () => ({ verdict: "later", change: {} }),
      now: () => this.at,
      chance: () => 0.5,
      isAllowed: () => this.isAllowed,
      alone: (work) => work(),
      wake: (milliseconds) => void (this.alarm = milliseconds),
      changed: () => undefined,
    });
  }

  /** Runs until nothing waits, or so often. @param {number} [times] */
  async live(times = 100) {
    for (let n = 0; n < times; n += 1) {
      this.alarm = undefined;
      await this.sender.run();
      if (this.alarm === undefined) {
        return;
      }
      this.at += this.alarm;
    }
  }

  /** @param {string} id */
  state(id) {
    return this.kept.get(id)?.state;
  }
}

test("a phone's clock that was set back holds nothing up", async () => {
  const phone = new Phone([item("a")], () => "later");
  await phone.sender.run();
  phone.at -= 9 * YEAR_MS;
  assert.equal(nextLook([...phone.kept.values()], phone.at), 0);
  phone.asked = [];
  await phone.sender.run();
  assert.deepEqual(phone.asked, ["a"]);
  assert.ok((phone.alarm ?? Infinity) <= 10_000);
  const foreign = item("a", { failures: 3, notBefore: phone.at + 3 * YEAR_MS });
  assert.ok(dueAt(foreign, phone.at) <= phone.at, "a time that no pause reaches");
});

test("a clock that leaps ahead tries at once and goes on in order", async () => {
  let isDead = true;
  const phone = new Phone([item("a"), item("b")], () => (isDead ? "later" : "sent"));
  await phone.live(4);
  phone.at += 20 * YEAR_MS;
  isDead = false;
  await phone.live();
  assert.deepEqual([phone.state("a"), phone.state("b")], ["sent", "sent"]);
  phone.at -= 20 * YEAR_MS;
  phone.kept.set("c", item("c", { at: phone.at }));
  await phone.live();
  assert.equal(phone.state("c"), "sent");
});

test("when something gets through, what failed on the same line waits a second and no longer", async () => {
  let luck = 0;
  const phone = new Phone([item("a", { failures: 8 }), item("b")], ({ id }) => {
    luck += 1;
    return id === "a" && luck < 3 ? "later" : "sent";
  });
  const begin = phone.at;
  await phone.live();
  assert.deepEqual([phone.state("a"), phone.state("b")], ["sent", "sent"]);
  assert.ok(phone.at - begin < 3_000, `${phone.at - begin} ms`);
});

test("a form that the server cannot take now neither stops the others nor knocks without a pause", async () => {
  const many = Array.from({ length: 40 }, (_, n) => item(String.fromCharCode(66 + n)));
  const phone = new Phone([item("A"), ...many], ({ id }) => (id === "A" ? "later" : "sent"));
  await phone.live(12);
  assert.ok(many.every(({ id }) => phone.state(id) === "sent"));
  const knocks = phone.asked.filter((id) => id === "A").length;
  assert.ok(knocks <= 14, `${knocks} times`);
  assert.ok((phone.alarm ?? 0) > 100_000, "its own pauses grow");
});

test("many forms that the server never takes hold up neither what was saved later nor a photo", async () => {
  const never = Array.from({ length: 12 }, (_, n) => item(String.fromCharCode(65 + n)));
  const picture = { id: "p", size: 9, sent: 0, isDone: false, isOriginal: false };
  const phone = new Phone([...never, item("y"), item("z", { hasGone: true, photos: [picture] })], ({ id }) =>
    id < "y" ? "later" : "sent",
  );
  phone.sender.world.photo = async () => ({ verdict: "sent", change: { sent: 9, isDone: true } });
  await phone.live(12);
  assert.deepEqual([phone.state("y"), phone.state("z")], ["sent", "sent"]);
});

test("a photo that never goes does not hold up the others of its form", async () => {
  const photos = ["p", "q"].map((id) => ({ id, size: 9, sent: 0, isDone: false, isOriginal: false }));
  const phone = new Phone([item("a", { hasGone: true, photos })], () => "sent");
  phone.sender.world.photo = async (_, { id }) =>
    id === "p" ? { verdict: "later", change: {} } : { verdict: "sent", change: { sent: 9, isDone: true } };
  await phone.live(3);
  assert.deepEqual(phone.kept.get("a")?.photos.map(({ isDone }) => isDone), [false, true]);
});

test("what waited its time goes before what was only freed by a line that lives", () => {
  const tried = begun(item("a", { failures: 5 }), 1_000, 0.5);
  assert.equal(nextStep([tried, item("b")], 3_000, 2_500)?.item.id, "b");
  assert.equal(nextStep([tried], 3_000, 2_500)?.item.id, "a");
  assert.equal(nextStep([tried], 3_000, 900), undefined, "nothing got through since");
  assert.equal(nextStep([tried], 3_000, 9_000), undefined, "of a clock that was set back");
  assert.equal(begun(tried, 3_000, 0.5, 2_500).notBefore, 4_000, "and its failures count anew");
  assert.equal(begun(tried, 3_000, 0.5, 900).failures, 7);
});

test("of a pause that grew to five minutes a tap leaves nothing", () => {
  let tried = item("a");
  for (let n = 0; n < 20; n += 1) {
    tried = begun(tried, 1_000, 0.5);
  }
  assert.equal(nextLook([tried], 1_000), 300_000);
  const fresh = again(tried, false);
  assert.equal(nextLook([fresh], 1_000), 0);
  assert.equal(begun(fresh, 1_000, 0.5).notBefore, 2_000);
});

test("a lapsed sign-in keeps everything and holds up only its author's", async () => {
  const phone = new Phone([item("a"), item("b", { owner: "b" }), item("c")], ({ owner }) => (owner === "a" ? "sign-in" : "sent"));
  await phone.live();
  assert.deepEqual(["a", "b", "c"].map((id) => phone.state(id)), ["sign-in", "sent", "sign-in"]);
  assert.deepEqual(phone.asked, ["a", "b", "c"]);
  await phone.sender.again(() => false);
  assert.equal(phone.asked.length, 3, "not asked again until somebody signs in");
});

test("where this network may not be used nothing is sent, and nothing wakes for it", async () => {
  const phone = new Phone([item("a")], () => "sent");
  phone.isAllowed = false;
  await phone.sender.again(() => false);
  assert.deepEqual([phone.asked, phone.alarm], [[], undefined]);
  phone.isAllowed = true;
  await phone.sender.again(() => false);
  assert.equal(phone.state("a"), "sent");
});

test("a phone that is full still sends, and what is sent makes room", async () => {
  const kept = new Map(["a", "b"].map((id) => [id, item(id)]));
  const full = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
  const store = { items: async () => [...kept.values()], keep: full, remove: async (/** @type {string} */ id) => void kept.delete(id) };
  const phone = new Phone([], ({ id, failures }) => (id === "b" && failures < 3 ? "later" : "sent"));
  Object.assign(phone.sender.world, shelvesOf(store));
  await phone.sender.run();
  assert.deepEqual([...kept.keys()], ["b"]);
  assert.ok((phone.alarm ?? 0) > 500, "its pauses hold, written down or not");
  await phone.live();
  assert.equal(kept.size, 0);
  assert.deepEqual(phone.asked, ["a", "b", "b", "b"]);
});

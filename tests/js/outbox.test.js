import assert from "node:assert/strict";
import { test } from "node:test";

import { toldIn, verdictOf } from "../../static/js/outbox/answers.js";
import { pauseAfter } from "../../static/js/outbox/pauses.js";
import { again, begun, nextLook, photoSettled, stepsOf, wordsSettled } from "../../static/js/outbox/queue.js";
import { Sender } from "../../static/js/outbox/sender.js";

/** @typedef {import("../../static/js/outbox/queue.js").Item} Item */
/** @typedef {import("../../static/js/outbox/queue.js").Photo} Photo */

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
  at: 0,
  state: "waiting",
  hasGone: false,
  photos: [],
  failures: 0,
  notBefore: 0,
  ...change,
});

/**
 * @param {string} id
 * @param {Partial<Photo>} [change]
 * @returns {Photo}
 */
const photo = (id, change) => ({ id, size: 100, sent: 0, isDone: false, isOriginal: false, ...change });

test("only the server's own 201 with the id of the form counts as sent", () => {
  const told = { id: "a" };
  assert.equal(verdictOf({ status: 201, told }, "a"), "sent");
  assert.equal(verdictOf({ status: 201, told: { id: "b" } }, "a"), "later");
  assert.equal(verdictOf({ status: 201, told: null }, "a"), "later");
  assert.equal(verdictOf({ status: 200, told }, "a"), "later");
});

test("a portal's page, a redirect and silence are tried again", () => {
  for (const status of [0, 200, 302, 401, 403, 404, 422, 500, 502, 503, 511]) {
    assert.equal(verdictOf({ status, told: toldIn("<html>Đăng nhập Wi-Fi</html>") }, "a"), "later", String(status));
  }
});

test("the server's own refusal needs a person, a lapsed sign-in its author", () => {
  for (const status of [400, 403, 404, 409, 410, 413, 422]) {
    assert.equal(verdictOf({ status, told: { id: "a", sentence: "Thiếu ngày." } }, "a"), "needs");
  }
  assert.equal(verdictOf({ status: 401, told: { id: "a" } }, "a"), "sign-in");
  for (const status of [423, 429, 500, 503, 507]) {
    assert.equal(verdictOf({ status, told: { id: "a" } }, "a"), "later");
  }
});

test("pauses double from a second to five minutes, and never all alike", () => {
  const straight = Array.from({ length: 12 }, (_, n) => pauseAfter(n + 1, 0.5));
  assert.deepEqual(straight.slice(0, 4), [1000, 2000, 4000, 8000]);
  assert.equal(straight.at(-1), 300_000);
  assert.equal(pauseAfter(1, 0), 750);
  assert.equal(pauseAfter(1, 1), 1250);
  assert.equal(pauseAfter(5000, 1), 300_000);
});

test("words go before photos, the oldest first, proofs in full size last", () => {
  const old = item("old", { at: 1, hasGone: true, photos: [photo("proof", { isOriginal: true }), photo("p1")] });
  const middle = item("middle", { at: 2, hasGone: true, photos: [photo("p2", { isDone: true }), photo("p3")] });
  const fresh = item("fresh", { at: 3, photos: [photo("p4")] });
  const names = stepsOf([fresh, middle, old]).map((step) => step.photo?.id ?? step.item.id);
  assert.deepEqual(names, ["fresh", "p1", "p3", "proof"]);
});

test("what needs a person, and what waits for its author, is left out", () => {
  assert.deepEqual(stepsOf([item("a", { state: "needs" }), item("b", { state: "sign-in" }), item("c", { state: "sent" })]), []);
  assert.equal(nextLook([item("a", { state: "needs" })], 0), undefined);
});

test("a try is written down as failed before it begins", () => {
  const tried = begun(item("a"), 10_000, 0.5);
  assert.deepEqual([tried.failures, tried.notBefore, tried.state], [1, 11_000, "waiting"]);
});

test("words with photos still to go are not sent yet; with the last photo they are", () => {
  const gone = wordsSettled(item("a", { photos: [photo("p")] }), "sent", { id: "a", number: "12" });
  assert.deepEqual([gone.state, gone.hasGone, gone.told?.number], ["waiting", true, "12"]);
  const done = photoSettled(gone, "p", { sent: 100, isDone: true }, "sent");
  assert.equal(done.state, "sent");
});

test("a photo that was refused is named, and the words stay sent", () => {
  const gone = item("a", { hasGone: true, photos: [photo("p"), photo("q")] });
  const one = photoSettled(gone, "p", { refused: "Ảnh này không đọc được." }, "needs");
  assert.equal(one.state, "waiting");
  const both = photoSettled(one, "q", { sent: 100, isDone: true }, "sent");
  assert.deepEqual([both.state, both.hasGone], ["needs", true]);
});

test("a photo whose bytes the browser threw away is asked about, never passed over as sent", () => {
  const gone = item("a", { hasGone: true, photos: [photo("p", { isDone: true }), photo("q")] });
  assert.equal(photoSettled(gone, "q", { refused: "" }, "needs").state, "needs");
});

test("a line that drops but takes bytes each time is no failure", () => {
  const tried = begun(item("a", { hasGone: true, failures: 6, photos: [photo("p", { sent: 10 })] }), 0, 0.5);
  assert.deepEqual(photoSettled(tried, "p", { sent: 40 }, "later").notBefore, 0);
  assert.equal(photoSettled(tried, "p", { sent: 10 }, "later").failures, 7);
});

test("a tap or the network's return tries at once; signing in frees only one's own", () => {
  assert.equal(again(item("a", { failures: 9, notBefore: 1e9 }), false).notBefore, 0);
  assert.equal(again(item("a", { state: "sign-in" }), false).state, "sign-in");
  assert.equal(again(item("a", { state: "sign-in" }), true).state, "waiting");
  assert.equal(again(item("a", { state: "needs" }), true).state, "needs");
});

/** Numbers that look random and are the same in every run. @param {number} seed */
function chances(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * A phone with a kept outbox, a clock that jumps, and a network that loses answers, cuts photos and
 * dies in the middle. The server stores by id.
 * @param {number} seed
 */
class Village {
  /** @param {number} seed */
  constructor(seed) {
    this.chance = chances(seed);
    this.at = 0;
    /** @type {Map<string, Item>} */
    this.kept = new Map();
    /** @type {Map<string, number>} how often the server stored each */
    this.stored = new Map();
    /** @type {Map<string, number>} bytes of each photo that the server holds */
    this.held = new Map();
    this.bytes = 0;
    this.busy = 0;
    this.most = 0;
    /** @type {number | undefined} */
    this.alarm = undefined;
    this.locked = false;
  }

  /** @template T @param {() => T} answer @returns {Promise<T>} */
  async over(answer) {
    this.busy += 1;
    this.most = Math.max(this.most, this.busy);
    await Promise.resolve();
    this.busy -= 1;
    return answer();
  }

  /** @returns {import("../../static/js/outbox/sender.js").World} */
  world() {
    return {
      items: async () => [...this.kept.values()],
      keep: async (one) => {
        if (this.chance() < 0.01) {
          throw new Error("the tab was killed");
        }
        this.kept.set(one.id, one);
      },
      words: (one) =>
        this.over(() => {
          const luck = this.chance();
          if (luck < 0.2) {
            return { verdict: "later", told: null };
          }
          this.stored.set(one.id, 1);
          return luck < 0.5 ? { verdict: "later", told: null } : { verdict: "sent", told: { id: one.id } };
        }),
      photo: (_, one) =>
        this.over(() => {
          const before = this.held.get(one.id) ?? 0;
          const reached = this.chance() < 0.2 ? before + Math.floor((one.size - before) * this.chance()) : one.size;
          this.bytes += reached - before;
          this.held.set(one.id, reached);
          const isHeard = this.chance() > 0.3;
          return reached === one.size && isHeard
            ? { verdict: "sent", change: { sent: reached, isDone: true } }
            : { verdict: "later", change: isHeard ? { sent: reached } : {} };
        }),
      now: () => this.at,
      chance: this.chance,
      isAllowed: () => true,
      alone: async (work) => {
        if (this.locked) {
          return undefined;
        }
        this.locked = true;
        try {
          return await work();
        } finally {
          this.locked = false;
        }
      },
      wake: (milliseconds) => (this.alarm = milliseconds),
      changed: () => undefined,
    };
  }
}

test("eighty forms with photos over a bad line: none lost, none twice, no byte in vain", async () => {
  for (const seed of [1, 2]) {
    const village = new Village(seed);
    for (let n = 0; n < 80; n += 1) {
      village.kept.set(`i${n}`, item(`i${n}`, { at: n, photos: [photo(`p${n}`, { size: 360_000 })] }));
    }
    const tabs = [new Sender(village.world()), new Sender(village.world())];
    for (let round = 0; round < 5000 && [...village.kept.values()].some(({ state }) => state !== "sent"); round += 1) {
      village.alarm = undefined;
      await Promise.all(tabs.map((tab) => tab.run().catch(() => undefined)));
      village.at += village.alarm ?? 1000;
    }
    assert.ok([...village.kept.values()].every(({ state }) => state === "sent"), `seed ${seed}`);
    assert.equal(village.stored.size, 80);
    assert.ok([...village.held.values()].every((bytes) => bytes === 360_000));
    assert.equal(village.bytes, 80 * 360_000);
    assert.equal(village.most, 1, "one thing at a time");
  }
});

test("a bad form does not stop the others", async () => {
  const village = new Village(5);
  village.chance = () => 0.9;
  for (const id of ["a", "b", "c"]) {
    village.kept.set(id, item(id, { at: id.charCodeAt(0) }));
  }
  const world = village.world();
  const words = world.words;
  const sender = new Sender({
    ...world,
    words: (one) => (one.id === "b" ? Promise.resolve({ verdict: "needs", told: { id: "b", sentence: "Thiếu ngày." } }) : words(one)),
  });
  await sender.run();
  assert.deepEqual([...village.kept.values()].map(({ state }) => state), ["sent", "needs", "sent"]);
  assert.equal(village.kept.get("b")?.told?.sentence, "Thiếu ngày.");
});

test("what was thrown away while it was on its way does not come back", async () => {
  const village = new Village(5);
  village.chance = () => 0.9;
  village.kept.set("a", item("a"));
  const world = village.world();
  const sender = new Sender({
    ...world,
    words: async (one) => {
      village.kept.delete(one.id);
      return { verdict: "sent", told: { id: one.id } };
    },
  });
  await sender.run();
  assert.equal(village.kept.size, 0);
});

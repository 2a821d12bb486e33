import assert from "node:assert/strict";
import { test } from "node:test";

import { Queue, linesIn, newId, pauseAfter, verdictOf } from "../../static/js/pages/live_queue.js";
import { Sender } from "../../static/js/pages/live_sender.js";

const TO = "/forums/1/opinions";

/** @param {string} gist */
const line = (gist) => ({ id: newId(), gist, to: TO });

/**
 * A sender whose server answers with these statuses in turn, then with 204.
 * @param {Queue} queue
 * @param {number[]} statuses
 */
function senderOf(queue, statuses) {
  /** @type {string[]} */
  const sent = [];
  /** @type {string[]} */
  const verdicts = [];
  const request = async (/** @type {import("../../static/js/pages/live_queue.js").Line} */ one) => {
    sent.push(one.gist);
    return { status: statuses.shift() ?? 204, text: "" };
  };
  const sender = new Sender(queue, request, {
    sent: () => undefined,
    settled: (_, verdict) => void verdicts.push(verdict),
  });
  return { sender, sent, verdicts };
}

test("lines leave one after the other in their order, and the queue is empty", async () => {
  const queue = new Queue([line("một"), line("hai"), line("ba")]);
  const { sender, sent } = senderOf(queue, []);
  await Promise.all([sender.send(), sender.send()]);
  assert.deepEqual(sent, ["một", "hai", "ba"]);
  assert.equal(queue.lines.length, 0);
});

test("a line the network did not take stays first and is sent again under the same id", async () => {
  const first = line("một");
  const queue = new Queue([first, line("hai")]);
  const { sender, sent, verdicts } = senderOf(queue, [0, 503]);
  await sender.send();
  await sender.send();
  clearTimeout(sender.timer);
  assert.deepEqual(sent, ["một", "một"]);
  assert.deepEqual(verdicts, ["later", "later"]);
  assert.equal(queue.lines[0], first);
  assert.equal(sender.failures, 2);
  await sender.send();
  assert.deepEqual(sent.slice(2), ["một", "hai"]);
  assert.equal(sender.failures, 0);
});

test("pauses grow and never pass a minute", () => {
  assert.deepEqual([1, 2, 5, 40].map(pauseAfter), [2, 4, 32, 60]);
});

test("a lapsed sign-in keeps every line", async () => {
  const queue = new Queue([line("một"), line("hai")]);
  const { sender, verdicts } = senderOf(queue, [401]);
  await sender.send();
  clearTimeout(sender.timer);
  assert.deepEqual(verdicts, ["signed-out"]);
  assert.equal(queue.waiting, 2);
});

test("a refused line stays to be seen and lets the next one pass", async () => {
  const queue = new Queue([line("dài"), line("hai")]);
  const { sender, sent } = senderOf(queue, [422]);
  await sender.send();
  assert.deepEqual(sent, ["dài", "hai"]);
  assert.equal(queue.waiting, 0);
  assert.deepEqual(
    queue.lines.map((one) => one.gist),
    ["dài"],
  );
});

test("two versions of one line: the words stay until one was chosen", async () => {
  const queue = new Queue([{ ...line("của tôi"), version: 1 }]);
  const { sender, verdicts } = senderOf(queue, [409]);
  await sender.send();
  assert.deepEqual(verdicts, ["conflict"]);
  assert.equal(queue.lines[0]?.gist, "của tôi");
});

test("what an answer means", () => {
  const told = [200, 204, 303, 400, 401, 403, 404, 409, 413, 422, 429, 500, 0].map(verdictOf);
  assert.deepEqual(told, [
    "saved", "saved", "later", "signed-out", "signed-out", "refused", "refused", "conflict",
    "refused", "refused", "later", "later", "later",
  ]); // prettier-ignore
});

test("a second change of a line whose first change waits takes its place", () => {
  const id = newId();
  const queue = new Queue([{ id, gist: "một", to: TO, version: 3 }]);
  queue.add({ id, gist: "một rưỡi", to: TO, version: 3 });
  assert.deepEqual(
    queue.lines.map((one) => [one.gist, one.version]),
    [["một rưỡi", 3]],
  );
});

test("a second change while the first is on its way builds on it", () => {
  const id = newId();
  const queue = new Queue([{ id, gist: "một", to: TO, version: 3 }]);
  queue.next();
  queue.add({ id, gist: "một rưỡi", to: TO, version: 3 });
  assert.deepEqual(
    queue.lines.map((one) => [one.gist, one.version]),
    [
      ["một", 3],
      ["một rưỡi", 4],
    ],
  );
});

test("pasted lines are opinions of their own, an emoji is one, blank ones are none", () => {
  assert.deepEqual(linesIn(" Đường tối \n\n🙂\n  "), ["Đường tối", "🙂"]);
  assert.deepEqual(linesIn(" \n"), []);
});

test("ids look like the server's own", () => {
  assert.match(newId(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.notEqual(newId(), newId());
});

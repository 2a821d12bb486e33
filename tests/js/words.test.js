import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, mock, test } from "node:test";

import { sendWords } from "../../static/js/outbox/requests.js";

/** @typedef {import("../../static/js/outbox/queue.js").Item} Item */
/** @typedef {(response: import("node:http").ServerResponse) => void} Answer */

const ID = "5b7c0d0e-0000-4000-8000-000000000001";
const OURS = JSON.stringify({ id: ID, url: "/outreach/1", number: "" });
const HTML = { "Content-Type": "text/html" };

/** @type {Answer} */
let answer = (response) => response.end();
/** @type {string[]} */
let asked = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  request.resume().on("end", () => answer(response));
});
let at = "";

before(async () => {
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(null)));
  at = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
});

after(() => {
  server.closeAllConnections();
  server.close();
});

/** @param {Answer} with_ */
async function send(with_) {
  asked = [];
  answer = with_;
  /** @type {Item} */
  const item = {
    id: ID, form: "outreach", to: `${at}/outreach/new`, owner: "a", at: 0, state: "waiting",
    hasGone: false, photos: [], failures: 0, notBefore: 0,
  };
  return (await sendWords(item, { form: new Uint8Array(900), pass: "x" }, 0)).verdict;
}

test("words are sent when the server says so by their id, and by nothing else", async () => {
  assert.equal(await send((response) => response.writeHead(201).end(OURS)), "sent");
  assert.equal(await send((response) => response.writeHead(201, HTML).end("<h1>Wi-Fi</h1>")), "later");
  assert.equal(await send((response) => response.writeHead(200).end(OURS)), "later");
  assert.equal(await send((response) => response.writeHead(201).end(JSON.stringify({ id: "another" }))), "later");
  assert.equal(await send((response) => response.writeHead(204).end()), "later");
});

test("a portal that sends the phone elsewhere is not followed, whatever stands there", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const verdict = await send((response) => response.writeHead(status, { Location: `${at}/login` }).end(OURS));
    assert.deepEqual([verdict, asked], ["later", ["POST /outreach/new"]], String(status));
  }
});

test("gateways with pages of their own, and answers that break off, are tried again", async () => {
  for (const status of [429, 500, 502, 503, 504, 507, 511]) {
    assert.equal(await send((response) => response.writeHead(status, HTML).end("<h1>502</h1>")), "later", String(status));
  }
  assert.equal(await send((response) => response.socket?.destroy()), "later");
  const half = await send((response) => {
    response.writeHead(201, { "Content-Length": OURS.length });
    response.write(OURS.slice(0, 20), () => response.socket?.destroy());
  });
  assert.equal(half, "later");
});

test("a server that never answers is given up after a minute, and the words go again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const verdict = send(() => mock.timers.tick(60_000));
  assert.equal(await verdict, "later");
  mock.timers.reset();
  assert.equal(await send((response) => response.writeHead(201).end(OURS)), "sent");
});

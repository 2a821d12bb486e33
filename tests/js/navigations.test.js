/** What is shown of a staff page: by a server that answers, late, elsewhere or not at all. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { takeFiles } from "../../static/js/offline/files.js";
import { fetchKept } from "../../static/js/offline/keep.js";
import { forgetLate } from "../../static/js/offline/late.js";
import { pageFor } from "../../static/js/offline/navigations.js";

const INSTEAD = "/offline";
const request = /** @type {any} */ ({ url: "https://lang-nghe.example/home" });

/** @param {{ page?: string, left?: string }} how */
function shelfWith({ page = "", left = "" }) {
  const said = { forgot: false, settled: false };
  return {
    said,
    left: async () => left,
    settle: async () => void (said.settled = true),
    read: async () => (page ? { html: page, headers: [] } : null),
    forget: async () => void (said.forgot = true),
  };
}

/**
 * @param {Record<string, () => Response | Promise<Response>>} answers by address
 */
function serve(answers) {
  const no = () => Promise.reject(new TypeError("no network"));
  const fetch = async (/** @type {any} */ asked) => (answers[asked.url ?? asked] ?? no)();
  const match = async (/** @type {string} */ address) => (address === INSTEAD ? new Response("instead") : undefined);
  Object.defineProperty(globalThis, "fetch", { value: fetch, configurable: true });
  Object.defineProperty(globalThis, "caches", { value: { match }, configurable: true });
}

/** @param {ReturnType<typeof shelfWith>} shelf */
async function open(shelf) {
  /** @type {Promise<void>[]} */
  const after = [];
  const answer = await pageFor(request, /** @type {any} */ (shelf), INSTEAD, (work) => void after.push(work));
  return { answer, text: answer.type === "opaqueredirect" ? "" : await answer.text(), after: () => Promise.all(after) };
}

const elsewhere = () => /** @type {any} */ ({ type: "opaqueredirect", status: 0 });

// Nobody waits here: what is begun and not needed would hold the run up for its whole patience.
mock.timers.enable({ apis: ["setTimeout"] });
test.beforeEach(forgetLate);

test("a server that answers is shown, one that is down is not", async () => {
  serve({ [request.url]: () => new Response("fresh") });
  assert.equal((await open(shelfWith({ page: "kept" }))).text, "fresh");
  serve({ [request.url]: () => new Response("proxy's own page", { status: 502 }) });
  assert.equal((await open(shelfWith({ page: "kept" }))).text, "kept");
  serve({});
  assert.equal((await open(shelfWith({ page: "kept" }))).text, "kept");
  assert.equal((await open(shelfWith({}))).text, "instead");
});

test("after three seconds the copy is shown, and what came late to the next who opens it", async () => {
  /** @type {(answer: Response) => void} */
  let come = () => undefined;
  serve({ [request.url]: () => new Promise((resolve) => (come = resolve)) });
  const shelf = shelfWith({ page: "kept" });
  const opening = open(shelf);
  await new Promise((resolve) => setImmediate(resolve));
  mock.timers.tick(3_000);
  const { text, after } = await opening;
  assert.equal(text, "kept");
  come(new Response("late"));
  await after();
  assert.equal((await open(shelf)).text, "late");
  serve({ [request.url]: () => new Response("fresh") });
  assert.equal((await open(shelf)).text, "fresh");
});

test("kept pages go when the sign-in was ended, not when it only ran out", async () => {
  for (const [status, forgot] of /** @type {const} */ ([[204, false], [410, true]])) {
    serve({ [request.url]: elsewhere, "/offline/still": () => new Response(null, { status }) });
    const shelf = shelfWith({ page: "kept" });
    await (await open(shelf)).after();
    assert.equal(shelf.said.forgot, forgot);
  }
});

test("who signed out is sent to the server to say so, and sees nothing before", async () => {
  const gone = { left: "first" };
  serve({});
  assert.equal((await open(shelfWith(gone))).text, "instead");
  const still = (/** @type {string} */ name) => () => Response.json({ name });
  serve({ "/offline/still": still("first"), [request.url]: () => new Response("theirs") });
  assert.equal((await open(shelfWith(gone))).answer.headers.get("location"), new URL("/logout", request.url).href);
  serve({ "/offline/still": still("second"), [request.url]: () => new Response("the next one's") });
  const shelf = shelfWith(gone);
  assert.equal((await open(shelf)).text, "the next one's");
  assert.equal(shelf.said.settled, true);
});

test("a portal's page is kept neither for a script nor for a form", async () => {
  const portal = () => new Response("<h1>Wi-Fi miễn phí</h1>", { headers: { "Content-Type": "text/html" } });
  const script = () => new Response("export {}", { headers: { "X-Content-Type-Options": "nosniff" } });
  serve({ "/static/a.js": script, "/static/b.js": portal, "/offline": script, "/outreach/new": portal });
  /** @type {string[]} */
  const put = [];
  globalThis.caches.open = async () => /** @type {any} */ ({ put: async (/** @type {string} */ file) => put.push(file) });
  await assert.rejects(takeFiles({ name: "b", files: ["/static/a.js", "/static/b.js"], page: "/offline" }));
  assert.deepEqual(put, []);
  await takeFiles({ name: "b", files: ["/static/a.js"], page: "/offline" });
  assert.deepEqual(put, ["/static/a.js", "/offline"]);
  assert.equal(await fetchKept("/outreach/new"), null);
});

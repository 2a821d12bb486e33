import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";

import { post } from "../../static/js/kept_tip/letter.js";
import { offsetIn, patch } from "../../static/js/outbox/patch.js";
import { sendPhoto } from "../../static/js/outbox/requests.js";

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("node:http").ServerResponse} Response */
/** @typedef {import("../../static/js/outbox/requests.js").Asked} Asked */

const SIZE = 1_000_000;
const OURS = { "Tus-Resumable": "1.0.0", Location: "/uploads/p" };
const body = Uint8Array.from({ length: SIZE }, (_, n) => (n * 31 + (n >> 8)) % 251);

/** Numbers that look random and are the same in every run. @param {number} seed */
function chances(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A server that keeps what arrives of one photo, and does to each request what it is told to. */
class Hostile {
  constructor() {
    this.server = createServer((request, response) => void this.take(request, response));
    this.forget();
  }

  forget() {
    /** @type {Buffer} */
    this.held = Buffer.alloc(0);
    this.taken = 0;
    /** @type {string[]} */
    this.seen = [];
    /** @type {Record<string, string | string[] | undefined>[]} */
    this.heads = [];
    /** @type {(method: string, request: Request, response: Response) => Promise<boolean> | boolean} takes it over when true */
    this.fault = () => false;
  }

  /** @param {Request} request @param {Response} response */
  async take(request, response) {
    const method = request.method ?? "";
    this.seen.push(method);
    this.heads.push(request.headers);
    if (await this.fault(method, request, response)) {
      return;
    }
    if (method === "PATCH" && !(await this.append(request, response))) {
      return;
    }
    this.answer(response, method === "POST" ? 201 : 204);
  }

  /** @param {Response} response @param {number} status @param {object} [told] */
  answer(response, status, told) {
    response.writeHead(status, { ...OURS, "Upload-Offset": String(this.held.length) });
    response.end(told ? JSON.stringify(told) : undefined);
  }

  /** @param {Request} request @param {Response} response @param {number} [most] bytes, then the line is cut */
  async append(request, response, most = Infinity) {
    if (Number(request.headers["upload-offset"]) !== this.held.length) {
      this.answer(response, 409, { id: "p", sentence: "Hình này đã có tới chỗ khác." });
      return false;
    }
    let left = most;
    for await (const part of request) {
      const piece = part.subarray(0, left);
      this.taken += piece.length;
      this.held = Buffer.concat([this.held, piece]);
      left -= piece.length;
      if (left === 0) {
        request.socket.destroy();
        return false;
      }
    }
    return true;
  }
}

const hostile = new Hostile();
let uploads = "";

before(async () => {
  await new Promise((ready) => hostile.server.listen(0, "127.0.0.1", () => ready(null)));
  const at = /** @type {import("node:net").AddressInfo} */ (hostile.server.address());
  uploads = `http://127.0.0.1:${at.port}/uploads`;
});

after(() => {
  hostile.server.closeAllConnections();
  hostile.server.close();
});

/**
 * @param {Partial<import("../../static/js/outbox/queue.js").Photo>} [change]
 * @returns {Asked}
 */
function asked(change) {
  const photo = { id: "p", size: SIZE, sent: 0, isDone: false, isOriginal: false, ...change };
  const item = { id: "i", form: "outreach", to: "", owner: "", at: 0, hasGone: true, photos: [photo], failures: 0, notBefore: 0 };
  return { uploads, item: { ...item, state: "waiting" }, photo, body: new Blob([body]), sha256: "00", pass: "x", zone: "staff" };
}

/** @param {Partial<Asked["photo"]>} [change] @param {AbortSignal} [signal] */
function send(change, signal) {
  /** @type {number[]} */
  const told = [];
  return sendPhoto(asked(change), { progress: (sent) => told.push(sent), signal }).then((uploaded) => ({ ...uploaded, told }));
}

test("on a clean line a photo goes in two requests, and is told of by its form", async () => {
  hostile.forget();
  assert.deepEqual(await send().then(({ verdict, change }) => [verdict, change]), ["sent", { sent: SIZE, isDone: true }]);
  assert.deepEqual(hostile.seen, ["POST", "PATCH"]);
  assert.ok(hostile.held.equals(body));
  const said = String(hostile.heads[0]?.["upload-metadata"]).split(",").map((pair) => pair.split(" ")[0]);
  assert.deepEqual(said, ["id", "item", "form", "zone", "sha256"]);
  assert.equal(hostile.heads[1]?.["content-type"], "application/offset+octet-stream");
});

test("cut at any byte a photo goes on from the byte that the server holds", async () => {
  for (const seed of [1, 2, 3]) {
    hostile.forget();
    const chance = chances(seed);
    hostile.fault = async (method, request, response) => {
      if (method !== "PATCH" || chance() < 0.2) {
        return false;
      }
      await hostile.append(request, response, 1 + Math.floor(chance() * 200_000));
      return true;
    };
    const { verdict } = await send();
    assert.equal(verdict, "sent", `seed ${seed}`);
    assert.ok(hostile.held.equals(body));
    assert.equal(hostile.taken, SIZE, "no byte twice");
    assert.ok(hostile.seen.length > 3);
  }
});

test("with its answers lost a photo that is whole is not sent again", async () => {
  hostile.forget();
  hostile.fault = async (method, request, response) => {
    if (method === "PATCH") {
      await hostile.append(request, response);
      request.socket.destroy();
    }
    return method === "PATCH";
  };
  assert.equal((await send()).verdict, "sent");
  assert.deepEqual(hostile.seen, ["POST", "PATCH", "POST"]);
  assert.equal(hostile.taken, SIZE);
});

test("a line that is dead is left, with what the server has said it holds", async () => {
  hostile.forget();
  hostile.held = Buffer.from(body.subarray(0, 300_000));
  hostile.fault = (method, request) => method === "PATCH" && !request.socket.destroy().writable;
  const { verdict, change, told } = await send({ sent: 100 });
  assert.deepEqual([verdict, change], ["later", { sent: 300_000 }]);
  assert.deepEqual(hostile.seen, ["POST", "PATCH", "POST"]);
  assert.deepEqual(told, [300_000]);
  hostile.forget();
  hostile.fault = (_, request) => !request.socket.destroy().writable;
  assert.deepEqual((await send({ sent: 300_000 })).change, { sent: 300_000 });
  assert.deepEqual(hostile.seen, ["POST"]);
});

test("where somebody else went on meanwhile, it asks and goes on from there", async () => {
  hostile.forget();
  let isFirst = true;
  hostile.fault = (method) => {
    if (method === "PATCH" && isFirst) {
      isFirst = false;
      hostile.held = Buffer.from(body.subarray(0, 400_000));
    }
    return false;
  };
  assert.equal((await send()).verdict, "sent");
  assert.deepEqual(hostile.seen, ["POST", "PATCH", "POST", "PATCH"]);
  assert.equal(hostile.taken, SIZE - 400_000);
});

test("what was swept away meanwhile is announced anew, not given up", async () => {
  hostile.forget();
  hostile.held = Buffer.from(body.subarray(0, 500_000));
  hostile.fault = (method, _, response) => {
    if (method === "PATCH" && hostile.held.length > 0) {
      hostile.held = Buffer.alloc(0);
      hostile.answer(response, 410, { id: "p", sentence: "Đã hết hạn." });
      return true;
    }
    return false;
  };
  assert.deepEqual(await send().then(({ verdict, change }) => [verdict, change]), ["later", { sent: 0 }]);
  assert.equal((await send()).verdict, "sent");
  assert.ok(hostile.held.equals(body));
});

test("a portal's pages, gateways and offsets that cannot be are never taken for the server", async () => {
  const portals = [
    { status: 200, headers: { "Content-Type": "text/html" } },
    { status: 201, headers: { Location: OURS.Location, "Upload-Offset": String(SIZE) } },
    { status: 201, headers: { ...OURS, "Upload-Offset": String(SIZE + 1) } },
    { status: 201, headers: { ...OURS, "Upload-Offset": "-5" } },
    { status: 201, headers: OURS },
    { status: 201, headers: { ...OURS, Location: "/uploads/another", "Upload-Offset": String(SIZE) } },
    { status: 204, headers: { ...OURS, Location: "/uploads/another", "Upload-Offset": String(SIZE) } },
    { status: 204, headers: {} },
    { status: 302, headers: { Location: "http://127.0.0.1:9/login" } },
    { status: 502, headers: {} },
    { status: 507, headers: {} },
  ];
  for (const { status, headers } of portals) {
    for (const when of ["POST", "PATCH"]) {
      hostile.forget();
      hostile.fault = (method, _, response) => method === when && Boolean(response.writeHead(status, /** @type {any} */ (headers)).end("<h1>"));
      assert.equal((await send()).verdict, "later", `${status} to ${when}`);
    }
  }
});

test("the server's own last word needs a person, a lapsed pass the author", async () => {
  for (const status of [403, 409, 410, 413, 422]) {
    hostile.forget();
    hostile.fault = (_, __, response) => (hostile.answer(response, status, { id: "p", sentence: "Không nhận được." }), true);
    const { verdict, change } = await send();
    assert.deepEqual([verdict, change.refused], ["needs", "Không nhận được."], String(status));
  }
  hostile.forget();
  hostile.fault = (_, __, response) => (hostile.answer(response, 401, { id: "p" }), true);
  assert.equal((await send()).verdict, "sign-in");
  hostile.fault = (_, __, response) => (hostile.answer(response, 422, { id: "another", sentence: "Không." }), true);
  assert.equal((await send()).verdict, "later");
});

test("a photo whose bytes arrive spoilt goes once more from its start, then needs a person", async () => {
  hostile.forget();
  hostile.fault = async (method, request, response) => {
    if (method === "PATCH") {
      await hostile.append(request, response);
      hostile.held = Buffer.alloc(0);
      hostile.answer(response, 460, { id: "p", sentence: "Hình bị hỏng dọc đường." });
    }
    return method === "PATCH";
  };
  const first = await send();
  assert.deepEqual([first.verdict, first.change], ["later", { sent: 0, spoilt: 1 }]);
  const second = await send(first.change);
  assert.deepEqual([second.verdict, second.change.refused], ["needs", "Hình bị hỏng dọc đường."]);
  hostile.forget();
  const asked = await send({ isAnew: true });
  assert.deepEqual([asked.verdict, asked.change.isAnew], ["sent", false]);
  assert.match(String(hostile.heads[0]?.["upload-metadata"]), /anew MQ==/);
});

test("what was thrown away stops on its way, and does not begin", async () => {
  hostile.forget();
  const stop = new AbortController();
  hostile.fault = (method) => {
    if (method === "PATCH") {
      stop.abort();
    }
    return method === "PATCH";
  };
  assert.equal((await send({}, stop.signal)).verdict, "later");
  const before = hostile.seen.length;
  assert.equal((await send({}, stop.signal)).verdict, "later");
  assert.equal(hostile.seen.length, before);
});

test("an offset is a whole number of bytes and nothing else", () => {
  assert.deepEqual(["0", "17", "", " 1", "1e3", "0x1", "-1", null].map(offsetIn), [0, 17, -1, -1, -1, -1, -1, -1]);
});

/** A browser's request that took all bytes at once, and whose answer comes only after a while. */
class Buffered extends EventTarget {
  upload = new EventTarget();
  status = 0;
  responseText = "";
  open() {}
  setRequestHeader() {}
  getResponseHeader(/** @type {string} */ name) {
    return name === "Location" ? "/uploads/p" : "300000";
  }
  abort() {
    this.end("abort");
  }
  /** @param {string} name */
  end(name) {
    clearTimeout(this.clock);
    for (const event of [name, "loadend"]) {
      this.dispatchEvent(new Event(event));
    }
  }
  send() {
    for (const event of ["progress", "load"]) {
      this.upload.dispatchEvent(new Event(event));
    }
    this.clock = setTimeout(() => {
      this.status = 204;
      this.end("load");
    }, 75_000);
  }
}

test("what has left the page may still be in the phone: a slow line's answer is waited for", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const known = { XMLHttpRequest: Buffered, addEventListener() {}, removeEventListener() {} };
  Object.assign(globalThis, known);
  try {
    const letter = new ArrayBuffer(300_000);
    const both = [
      patch("/uploads/p", new Blob([letter]), {}, { progress() {} }),
      post({ id: "p", to: "/tip", letter }, 0),
    ];
    context.mock.timers.tick(80_000);
    assert.deepEqual((await Promise.all(both)).map(({ status }) => status), [204, 204]);
  } finally {
    Object.keys(known).forEach((name) => delete (/** @type {any} */ (globalThis)[name]));
  }
});

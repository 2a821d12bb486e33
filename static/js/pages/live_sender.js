/** Sends the lines of a queue one after the other, and again until the network takes them. */

import { pauseAfter, verdictOf } from "./live_queue.js";

const PATIENCE_MS = 20_000;

/** @typedef {import("./live_queue.js").Line} Line */
/** @typedef {{ status: number, text: string }} Answer */
/** @typedef {{ sent: () => void, settled: (line: Line, verdict: string, text: string) => void }} Listener */

/**
 * One request, as a person's own press would send it; status 0 when there was no answer.
 * @param {Line} line
 * @param {string} token against forgery
 * @returns {Promise<Answer>}
 */
export async function post(line, token) {
  const body = new FormData();
  const version = String(line.version ?? "");
  for (const [name, value] of Object.entries({ csrf_token: token, id: line.id, gist: line.gist, version })) {
    body.set(name, value);
  }
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    // The server holds no copy of what is kept here, and answers with parts of pages.
    const headers = { "HX-Request": "true", "X-Keeps-Words": "1" };
    const answer = await fetch(line.to, { method: "POST", body, headers, signal: stop.signal });
    return { status: answer.status, text: await answer.text() };
  } catch {
    return { status: 0, text: "" };
  } finally {
    clearTimeout(clock);
  }
}

/** Never more than one request at a time, so that lines arrive in their order. */
export class Sender {
  /**
   * @param {import("./live_queue.js").Queue} queue
   * @param {(line: Line) => Promise<Answer>} request
   * @param {Listener} listener
   */
  constructor(queue, request, listener) {
    this.queue = queue;
    this.request = request;
    this.listener = listener;
    this.failures = 0;
    this.isBusy = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
  }

  /** Sends whatever waits; what the network did not take is tried again after a pause. */
  async send() {
    clearTimeout(this.timer);
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    let goesOn = true;
    while (goesOn && this.queue.next()) {
      goesOn = await this.one();
    }
    this.isBusy = false;
    if (!goesOn) {
      this.timer = setTimeout(() => void this.send(), pauseAfter(this.failures) * 1000);
    }
  }

  /** Sends the line in hand; whether the next one may follow. */
  async one() {
    const line = /** @type {Line} */ (this.queue.sending);
    this.listener.sent();
    const { status, text } = await this.request(line);
    const verdict = verdictOf(status);
    this.failures = verdict === "later" || verdict === "signed-out" ? this.failures + 1 : 0;
    this.queue.settle(verdict);
    this.listener.settled(line, verdict, text);
    return this.failures === 0;
  }
}

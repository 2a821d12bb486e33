/** The box for the next opinion, and what has not left it for good: both lie sealed in the phone. */

import { Place } from "./drafts.js";
import { fill } from "./fill.js";
import { ask } from "./live_conflict.js";
import { Queue, linesIn, newId } from "./live_queue.js";
import { Sender, post } from "./live_sender.js";
import { drawWaiting } from "./live_waiting.js";

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** @typedef {import("./live_queue.js").Line} Line */
/** @typedef {{ id: string, to: string, version: number, number: string }} Change */

export class Composer {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.words = form.dataset;
    this.box = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("gist"));
    this.place = new Place(localStorage, this.words.draftName ?? "", this.words.draftKey ?? "");
    this.isKept = Boolean(this.words.draftKey) && Boolean(crypto.subtle);
    this.queue = new Queue();
    const token = /** @type {HTMLInputElement} */ (form.elements.namedItem("csrf_token")).value;
    this.sender = new Sender(this.queue, (line) => post(line, token), {
      sent: () => this.show(),
      settled: (line, verdict, text) => this.settled(line, verdict, text),
    });
    /** @type {Change | undefined} the line that is being written anew */
    this.change = undefined;
    /** What stood in the box before that. */
    this.aside = "";
    this.isSignedOut = false;
  }

  async restore() {
    const draft = this.isKept ? await this.place.read(Date.now()) : null;
    this.queue.lines.unshift(...(draft?.values.lines ?? []).map((text) => JSON.parse(text)));
    this.box.value ||= draft?.values.text?.[0] ?? "";
    this.show();
    void this.sender.send();
  }

  /** Keeps what is not saved yet; nothing left, nothing kept. */
  async keep() {
    if (!this.isKept) {
      return;
    }
    const lines = [...this.queue.lines];
    if (this.change) {
      // A change that was begun comes back as words to look at: nothing is sent by itself.
      lines.push({ ...this.change, gist: this.box.value, refused: this.words.unsent });
    }
    const text = this.change ? this.aside : this.box.value;
    if (text === "" && lines.length === 0) {
      this.place.drop();
    } else {
      const kept = lines.map((line) => JSON.stringify(line));
      await this.place.keep({ at: Date.now(), values: { text: [text], lines: kept } });
    }
  }

  show() {
    drawWaiting(this.queue, this.words, {
      again: (line) => this.takeBack(line),
      drop: (line) => (this.drop(line), this.show()),
    });
    const told = this.isSignedOut ? this.words.signedOut : this.counts();
    this.part("[data-status]").textContent = told ?? "";
    this.part("[data-sign-in]").hidden = !this.isSignedOut;
    void this.keep();
  }

  /** How many are stored, and how many wait for the network. */
  counts() {
    const saved = fill(this.words.saved, document.getElementById("lines")?.dataset.count ?? "0");
    const waiting = this.queue.waiting;
    return waiting > 0 ? `${saved} · ${fill(this.words.waiting, waiting)}` : saved;
  }

  /** @param {string} name of a part that the form always has */
  part(name) {
    return /** @type {HTMLElement} */ (this.form.querySelector(name));
  }

  /** Enter: what stands in the box goes its way, and the box is free. */
  submit() {
    const lines = linesIn(this.box.value);
    if (lines.length > 0 && this.change) {
      const changed = { ...this.change, gist: lines.join(" ") };
      this.leaveChange();
      this.queue.add(changed);
    } else if (lines.length > 0) {
      lines.forEach((gist) => this.queue.add({ id: newId(), gist, to: this.words.add ?? "" }));
      this.box.value = "";
      this.show();
      window.scrollTo(0, document.documentElement.scrollHeight);
    }
    this.box.focus();
    void this.sender.send();
  }

  /** @param {Line} line */
  send(line) {
    this.queue.add(line);
    this.show();
    void this.sender.send();
  }

  /**
   * @param {Line} line
   * @param {string} verdict
   * @param {string} text
   */
  settled(line, verdict, text) {
    this.isSignedOut = verdict === "signed-out";
    const answer = new DOMParser().parseFromString(text, "text/html");
    if (verdict === "refused") {
      line.refused = answer.body.textContent.trim();
    } else if (verdict === "conflict") {
      line.refused = this.words.differs;
      ask(answer, (chosen) => (this.drop(line), this.send(chosen)));
    }
    if (verdict === "saved" || verdict === "conflict") {
      document.getElementById("lines")?.dispatchEvent(new CustomEvent("poll"));
    }
    this.show();
  }

  /** @param {Line} line */
  drop(line) {
    this.queue.drop(line);
    document.querySelector(`#conflict [data-line="${line.id}"]`)?.remove();
  }

  /** @param {Line} line that the server refused: its words come back into the box */
  takeBack(line) {
    this.drop(line);
    if (line.version === undefined) {
      this.box.value = [line.gist, this.box.value].filter(Boolean).join("\n");
      this.box.focus();
      this.show();
    } else {
      const { id, to, version, number = "" } = line;
      this.begin({ id, to, version, number }, line.gist);
    }
  }

  /**
   * Puts a line of the list into the box; what stood there is laid aside.
   * @param {Change} change
   * @param {string} gist
   */
  begin(change, gist) {
    if (!this.change) {
      this.aside = this.box.value;
    }
    const waiting = this.queue.changeOf(change.id);
    this.change = { ...change, version: waiting?.version ?? change.version };
    this.box.value = waiting?.gist ?? gist;
    this.headline(fill(this.words.change, change.number));
    this.box.focus();
    this.show();
  }

  /** The box holds again what stood there before. */
  leaveChange() {
    this.change = undefined;
    this.box.value = this.aside;
    this.aside = "";
    this.headline("");
    this.box.focus();
    this.show();
  }

  /** @param {string} text empty for a new line */
  headline(text) {
    this.part("[data-head]").hidden = text === "";
    this.part("[data-head] b").textContent = text;
    this.part("label").textContent = text || fill(this.words.next, "");
    const tip = this.form.querySelector("a[data-tip]");
    if (tip && this.change) {
      const address = tip.getAttribute("data-tip") ?? "";
      tip.setAttribute("href", address.replace(NOBODY, this.change.id));
    }
  }
}

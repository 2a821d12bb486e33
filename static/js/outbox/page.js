/** The page of what waits in this phone: draws it, keeps it sending, does what its author asks. */

import { fill } from "../pages/fill.js";
import { owes } from "./amounts.js";
import { Asked } from "./asked.js";
import { keptFocus } from "./focus.js";
import { Follower } from "./follow.js";
import { say, weigh } from "./frame.js";
import { keepSending } from "./keeping.js";
import { settleKnown } from "./known.js";
import { listen } from "./progress.js";
import { needsRow } from "./needs_row.js";
import { renew } from "./renewal.js";
import { waitingRow } from "./rows.js";
import { soon } from "./shelves.js";
import { sentRow } from "./sent_row.js";
import { contextOf } from "./titles.js";
import { withTold } from "./told.js";
import { knowsWifi, mark, sendsAlone } from "./world.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./keeping.js").Keeping} Keeping */

const DRAW_MS = 100;
/** So long after its last bytes a photo is still said to be on its way. */
const GOING_MS = 5_000;

export class Page {
  /**
   * @param {HTMLElement} page
   * @param {Keeping} keeping
   */
  constructor(page, keeping) {
    this.page = page;
    this.keeping = keeping;
    this.store = keeping.store;
    /** @type {Map<string, number>} */
    this.sent = new Map();
    this.going = { id: "", until: 0 };
    this.owner = page.dataset.owner ?? "";
    this.asked = new Asked(this);
    this.follower = new Follower(this);
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.clock = undefined;
  }

  /** @param {string} name */
  part(name) {
    return /** @type {HTMLElement} */ (this.page.querySelector(`[data-part="${name}"]`));
  }

  /** @param {Item} item */
  isMine = (item) => item.owner === this.owner;

  /** Soon, and once for many changes. */
  drawSoon() {
    this.clock ??= setTimeout(() => {
      this.clock = undefined;
      void this.draw();
    }, DRAW_MS);
  }

  async draw() {
    const items = await this.store.items();
    const own = (await this.store.sent(Date.now())).filter(({ owner }) => owner === this.owner);
    const sent = await Promise.all(own.map((one) => withTold(this.store, this.page.dataset.outboxKey ?? "", one)));
    mark(items.length);
    if (this.follower.leads(items, sent)) {
      return;
    }
    const mine = items.filter(this.isMine).sort((one, other) => one.at - other.at);
    const day = new Date().toDateString();
    const today = sent.filter((one) => new Date(one.at).toDateString() === day || owes(one));
    const going = Date.now() < this.going.until ? this.going.id : "";
    const context = { ...(await contextOf(this.page, this.sent, this.store, mine, today)), going };
    const needs = mine.filter(({ state }) => state !== "waiting");
    const waiting = mine.filter(({ state }) => state === "waiting");
    this.list("needs", needs.map((item) => needsRow(context, item)));
    this.list("waiting", waiting.map((item) => waitingRow(context, item)));
    this.list("sent", today.map((one) => sentRow(context, one)));
    const others = items.length - mine.length;
    this.part("empty").hidden = items.length > 0;
    this.part("others").hidden = others === 0;
    this.part("others").textContent = fill(this.page.dataset.others, others);
    say(this, waiting.length);
    this.follower.show();
    await weigh(this, items);
  }

  /**
   * @param {string} name
   * @param {HTMLElement[]} rows
   */
  list(name, rows) {
    const section = this.part(name);
    const list = /** @type {HTMLElement} */ (section.querySelector("[data-list]"));
    const opened = new Set([...list.querySelectorAll("details[open]")].map((one) => one.closest("li")?.id));
    rows.forEach((row) => opened.has(row.id) && row.querySelector("details")?.setAttribute("open", ""));
    // Somebody is being asked in there: that list waits.
    if (!list.querySelector("[data-sure]:not([hidden])")) {
      const standAgain = keptFocus(list);
      list.replaceChildren(...rows);
      standAgain();
    }
    section.hidden = rows.length === 0;
    const count = section.querySelector("[data-count]");
    if (count) {
      count.textContent = `(${rows.length})`;
    }
  }

  async start() {
    listen((id, sent) => {
      this.sent.set(id, sent);
      this.going = { id, until: Date.now() + GOING_MS };
      this.drawSoon();
    });
    window.addEventListener("offline", () => this.drawSoon());
    this.asked.listen();
    this.part("choices").hidden = false;
    this.part("while-open").hidden = sendsAlone();
    this.part("no-wifi").hidden = knowsWifi();
    const wifi = /** @type {HTMLInputElement} */ (this.page.querySelector("[data-act=wifi]"));
    wifi.disabled = !knowsWifi();
    wifi.checked = this.keeping.choices.wifiOnly;
    await this.draw();
    await renew(this.store, this.isMine, this.page.dataset);
    await settleKnown(this.store, this.isMine, this.page.dataset.known ?? "");
    await this.keeping.again(this.isMine);
    this.drawSoon();
    if ((await this.store.items()).length > 0) {
      // Asked once by the browser itself; without it the phone may empty our shelves when it is full.
      void navigator.storage?.persist?.();
    }
  }
}

/** @param {HTMLElement} page */
export async function attach(page) {
  /** @type {Page | undefined} */
  let drawn;
  const cannot = /** @type {HTMLElement} */ (page.querySelector("[data-part=cannot]"));
  const opening = keepSending({ changed: () => drawn?.drawSoon() });
  // One that never answers is told of too, and shown all the same should it open at last.
  soon(opening).catch(() => (cannot.hidden = false));
  const keeping = await opening.catch(() => undefined);
  cannot.hidden = keeping !== undefined;
  if (keeping) {
    drawn = new Page(page, keeping);
    await drawn.start();
  }
}

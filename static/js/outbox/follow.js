/** Whoever came straight from saving goes on to what became of it, as if there were no outbox. */

import { isToldByPage } from "./asked.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./store.js").Sent} Sent */

/** So long after saving; later somebody may be reading this page. */
const FOLLOW_MS = 30_000;

export class Follower {
  /** @param {Page} view */
  constructor(view) {
    this.view = view;
    this.id = location.hash.slice(1);
    this.until = Date.now() + FOLLOW_MS;
    this.isShown = false;
    history.replaceState(null, "", location.pathname);
  }

  /**
   * @param {Item[]} items
   * @param {Sent[]} sent
   * @returns {boolean} whether this page is being left
   */
  leads(items, sent) {
    if (!this.isFresh) {
      return false;
    }
    // What waits comes first: another tab may have sent other words under the same id.
    const item = items.find(({ id }) => id === this.id);
    if (item) {
      return item.state === "needs" && this.toForm(item);
    }
    const gone = sent.find(({ id }) => id === this.id);
    return gone !== undefined && this.toRecord(gone);
  }

  /** Whether somebody has just saved something and is looking what became of it. */
  get isFresh() {
    return this.id !== "" && Date.now() <= this.until;
  }

  /** What was just saved comes into sight, once. */
  show() {
    const row = this.isShown ? null : document.getElementById(this.id);
    row?.scrollIntoView({ block: "nearest" });
    this.isShown ||= row !== null;
  }

  /** @param {Sent} sent */
  toRecord(sent) {
    const to = sent.told.slip ?? sent.told.url;
    if (!to) {
      return false;
    }
    this.id = "";
    const given = sent.told.slip ? this.view.store.noteSent(sent.id, { isSlipGiven: true }) : Promise.resolve();
    void given.then(() => location.replace(`${to}?sent=1`));
    return true;
  }

  /** @param {Item} item */
  toForm(item) {
    if (item.hasGone || !navigator.onLine || !isToldByPage(item)) {
      return false;
    }
    this.id = "";
    void this.view.asked.mend(item);
    return true;
  }
}

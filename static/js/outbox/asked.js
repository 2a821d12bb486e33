/** What its author asks of the outbox: mend, edit, delete, send again, take to another phone. */

import { fill } from "../pages/fill.js";
import { owes } from "./amounts.js";
import { crateOf, takeFrom } from "./export.js";
import { openOwn } from "../pages/own.js";
import { photoAgain, withoutPhoto } from "./queue.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {import("./queue.js").Item} Item */

/**
 * Whether the form's own page says what is wrong, beside a box or by showing both versions. It may
 * find nothing wrong with what a person shall look at first, as with the day of a wrong clock.
 * @param {Item} item
 */
export const isToldByPage = ({ told }) => told?.version !== undefined || (told?.errors ?? []).length > 0;

export class Asked {
  /** @param {Page} page */
  constructor(page) {
    this.view = page;
    this.store = page.store;
  }

  listen() {
    const { page } = this.view;
    page.addEventListener("click", (event) => {
      const target = /** @type {Element} */ (event.target);
      const button = /** @type {HTMLElement | null} */ (target.closest("button[data-act]"));
      if (button) {
        void this.press(button);
      }
      const sent = /** @type {HTMLElement | null} */ (target.closest("[data-sent]"));
      if (sent) {
        void this.slip(sent.dataset.sent ?? "");
      }
    });
    page.addEventListener("change", (event) => void this.change(/** @type {HTMLInputElement} */ (event.target)));
  }

  /** @param {HTMLInputElement} box */
  async change(box) {
    if (box.dataset.act === "wifi") {
      await this.view.keeping.setWifiOnly(box.checked);
    } else if (box.dataset.act === "load" && box.files?.[0]) {
      await this.load(box.files[0]);
      box.value = "";
    }
    this.view.drawSoon();
  }

  /** @param {HTMLElement} button */
  async press(button) {
    const act = button.dataset.act ?? "";
    const row = /** @type {HTMLElement | null} */ (button.closest("[data-item]"));
    if (row) {
      const photo = /** @type {HTMLElement | null} */ (button.closest("[data-photo]"))?.dataset.photo;
      const item = await this.store.item(row.dataset.item ?? "");
      await (item && this.onItem(act, item, row, photo ?? ""));
    } else {
      await (act === "export" ? this.hand() : this.view.keeping.again(this.view.isMine));
    }
    this.view.drawSoon();
  }

  /**
   * @param {string} act
   * @param {Item} item
   * @param {HTMLElement} row
   * @param {string} photo
   */
  async onItem(act, item, row, photo) {
    /** @param {Item} changed */
    const keep = async (changed) => {
      await this.store.keep(changed, Date.now());
      await this.view.keeping.again();
    };
    /** @type {Record<string, () => unknown>} */
    const acts = {
      mend: () => this.mend(item),
      compare: () => this.mend(item),
      edit: () => location.assign(`${item.to}#again=${item.id}`),
      delete: () => this.askFirst(row, true),
      keep: () => this.askFirst(row, false),
      sure: () => this.remove(item, row),
      "photo-again": () => keep(photoAgain(item, photo)),
      "photo-drop": () => keep(withoutPhoto(item, photo)),
    };
    await acts[act]?.();
  }

  /**
   * Whoever cannot see it goes on at the next one, or where the page begins.
   * @param {Item} item
   * @param {HTMLElement} row
   */
  async remove({ id }, row) {
    const next = (row.nextElementSibling ?? row.previousElementSibling)?.id;
    this.askFirst(row, false);
    await this.view.keeping.remove(id);
    await this.view.draw();
    const place = next && document.getElementById(next)?.querySelector("summary, button:not([hidden])");
    /** @type {HTMLElement | null} */ (place || document.querySelector("main"))?.focus();
  }

  /**
   * @param {HTMLElement} row
   * @param {boolean} isAsked
   */
  askFirst(row, isAsked) {
    const question = /** @type {HTMLElement} */ (row.querySelector("[data-sure]"));
    question.hidden = !isAsked;
    const next = isAsked ? question.querySelector("button") : row.querySelector("button[data-act=delete]");
    /** @type {HTMLElement | null} */ (next)?.focus();
  }

  /**
   * Opens what the server sent back where it is mended: the form's own page with the sentence beside
   * each box; what this phone cannot read again, where the server holds it.
   * @param {Item} item
   */
  async mend(item) {
    const own = await this.store.own(item.id);
    /** @type {import("./parcel.js").Words | null} */
    const words = await openOwn(this.view.page.dataset.outboxKey ?? "", `${item.id}/words`, own?.words);
    const form = /** @type {HTMLFormElement} */ (this.view.part("mend"));
    // A page that was kept in the phone may post nothing: it opens the form, or what is held.
    const mayPost = navigator.onLine && isToldByPage(item) && form.querySelector("[name=csrf_token]") !== null;
    if (!words || !mayPost) {
      this.open(item, words !== null);
      return;
    }
    form.action = item.to;
    for (const [name, value] of words.fields) {
      const box = document.createElement("input");
      Object.assign(box, { type: "hidden", name, value });
      form.append(box);
    }
    form.submit();
  }

  /**
   * @param {Item} item
   * @param {boolean} isReadable
   */
  open({ id, to, told }, isReadable) {
    if (isReadable && told?.version === undefined) {
      location.assign(`${to}#again=${id}`);
    } else if (told?.held?.startsWith("/held/")) {
      location.assign(told.held);
    }
  }

  /** @param {string} id */
  async slip(id) {
    const sent = (await this.store.sent(Date.now())).find((one) => one.id === id);
    if (sent && owes(sent)) {
      await this.store.noteSent(id, { isSlipGiven: true });
    }
  }

  /** Everything unsent as one file. */
  async hand() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await crateOf(this.store));
    link.download = `cho-gui-${new Date().toISOString().slice(0, 10)}.lnx`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }

  /** @param {File} file */
  async load(file) {
    const { dataset: words } = this.view.page;
    const place = this.view.part("loaded");
    try {
      place.textContent = fill(words.loaded, await takeFrom(this.store, file));
      await this.view.keeping.again();
    } catch {
      place.textContent = words.notLoaded ?? "";
    }
  }
}

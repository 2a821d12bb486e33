/**
 * Binds a form to the outbox: "save" puts it into this phone and says so at once, whatever the network
 * does. Where the phone cannot keep it the form is sent as ever.
 */

import { putInto } from "../draft.js";
import { openOwn } from "./own.js";
import { fieldsOf, parcelOf, valuesOf } from "./parcel.js";
import { canKeep } from "./shelves.js";
import { openStore } from "./store.js";
import { askToBeWoken, mark } from "./world.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./parcel.js").Said} Said */

/** Behind this an address of a form names the item that it is opened for. */
const AGAIN = /^#again=([0-9a-f-]{36})$/;

/**
 * What stands for a choice or in a box, in the words of the page.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function spoken(form, name) {
  const chosen = /** @type {HTMLInputElement | null} */ (form.querySelector(`[name="${name}"]:is(:checked, [type=text], [type=date])`));
  const label = chosen?.type === "radio" ? chosen.labels?.[0]?.textContent : chosen?.value;
  return (label ?? "").replace(/\s+/g, " ").trim();
}

/**
 * @param {HTMLFormElement} form
 * @returns {Said}
 */
function saidBy(form) {
  const { outbox, owner, letterKey, pass, outboxKey, formVersion, title, about } = /** @type {Record<string, string>} */ (form.dataset);
  const names = /** @type {string} */ (about).split(" ").filter(Boolean);
  const more = names.map((name) => spoken(form, name)).filter(Boolean);
  const to = new URL(form.action).pathname;
  const given = { form: outbox, to, owner, letterKey, pass, outboxKey, version: formVersion };
  return /** @type {Said} */ ({ ...given, title: [title, ...more].join(" · ") });
}

class Hook {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.isBusy = false;
    // Opened before it is needed: a save has a tenth of a second on a slow phone.
    this.opened = openStore();
    this.opened.catch(() => undefined);
  }

  /**
   * The id of the record that this becomes; a page kept in the phone has none to give.
   * @returns {string}
   */
  get id() {
    const box = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("id"));
    box.value ||= crypto.randomUUID();
    return box.value;
  }

  /** @param {SubmitEvent} event */
  take(event) {
    const { submitter } = event;
    // A button with a name asks the server for something of its own.
    if (event.defaultPrevented || submitter?.hasAttribute("name") || submitter?.hasAttribute("formaction")) {
      return;
    }
    event.preventDefault();
    if (!this.isBusy) {
      this.isBusy = true;
      void this.save().finally(() => (this.isBusy = false));
    }
  }

  async save() {
    const { form } = this;
    try {
      const id = await this.keep();
      form.dispatchEvent(new CustomEvent("draft:done"));
      this.leave(id);
    } catch {
      // The phone is full, or keeps nothing for us: the way that needs a network.
      if (navigator.onLine) {
        form.submit();
      } else {
        this.say(form.dataset.full);
      }
    }
  }

  /** @returns {Promise<string>} */
  async keep() {
    const { form, id } = this;
    const store = await this.opened;
    const entries = [...new FormData(form)];
    const files = entries.map(([, value]) => value).filter((value) => value instanceof File);
    const before = await this.photosBefore(store, id);
    const filled = { fields: fieldsOf(entries), files, before };
    await store.add(await parcelOf(saidBy(form), id, filled, Date.now()));
    mark(await store.count());
    return id;
  }

  /**
   * Photos that wait under this id since it was saved before.
   * @param {Store} store
   * @param {string} id
   * @returns {Promise<import("./parcel.js").Named[]>}
   */
  async photosBefore(store, id) {
    const [item, own] = await Promise.all([store.item(id), store.own(id)]);
    /** @type {import("./parcel.js").Words | null} */
    const words = await openOwn(this.form.dataset.outboxKey ?? "", `${id}/words`, own?.words);
    const named = new Map(words?.photos.map((photo) => [photo.id, photo]));
    const left = (item?.photos ?? []).filter(({ refused }) => refused === undefined);
    return left.map(({ id: photo, isOriginal }) => named.get(photo) ?? { id: photo, name: "", isOriginal });
  }

  /** @param {string} id */
  leave(id) {
    void askToBeWoken();
    const { kept, at } = this.form.dataset;
    this.say(kept);
    const go = () => location.assign(`${at}#${id}`);
    // Without a network and without the worker the browser would show a page of its own.
    if (navigator.onLine || navigator.serviceWorker?.controller) {
      go();
    } else {
      window.addEventListener("online", go, { once: true });
    }
  }

  /** @param {string | undefined} sentence */
  say(sentence) {
    const status = this.form.querySelector(".savebar [role=status]");
    if (status) {
      status.textContent = sentence ?? "";
    }
  }

  /** Opened from the outbox: its words stand in the boxes again. */
  async recall() {
    const id = AGAIN.exec(location.hash)?.[1];
    const box = /** @type {HTMLInputElement | null} */ (this.form.elements.namedItem("id"));
    if (!id || !box) {
      return;
    }
    history.replaceState(null, "", location.pathname + location.search);
    const own = await (await this.opened).own(id);
    /** @type {import("./parcel.js").Words | null} */
    const words = await openOwn(this.form.dataset.outboxKey ?? "", `${id}/words`, own?.words);
    if (words) {
      putInto(this.form, { ...valuesOf(words.fields), id: [id] }, valuesOf(fieldsOf(new FormData(this.form))));
    }
  }
}

/** @param {HTMLElement} form */
export function attach(form) {
  if (!(form instanceof HTMLFormElement) || !form.dataset.letterKey || !canKeep()) {
    return;
  }
  const hook = new Hook(form);
  // Behind all others: whoever wants to stop it or hold it back was asked before.
  form.addEventListener("submit", (event) => hook.take(event));
  void hook.recall();
}

/**
 * Binds a form to the outbox: "save" puts it into this phone and says so at once, whatever the network
 * does. Where the phone cannot keep it the form is sent as ever.
 */

import { putInto } from "../pages/draft.js";
import { sameValues } from "../pages/drafts.js";
import { claim, isTheirs } from "../offline/owner.js";
import { keepSending } from "./keeping.js";
import { fieldsOf, valuesOf } from "./parcel.js";
import { OtherWords, Saving } from "./saving.js";
import { canKeep } from "./shelves.js";
import { askToBeWoken } from "./world.js";

/** Behind this an address of a form names the item that it is opened for. */
const AGAIN = /^#again=([0-9a-f-]{36})$/;
/** Tidied up when nobody waits for the page any more. */
const SWEEP_MS = 15_000;

/**
 * A button with a name or an address of its own asks the server for something of its own.
 * @param {HTMLElement | null} button
 */
const asksTheServer = (button) => ["name", "formaction"].some((name) => button?.hasAttribute(name));

/**
 * While it is being written the browser asks before it throws the page away.
 * @param {Event} event
 */
const askFirst = (event) => event.preventDefault();

class Hook {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.saving = new Saving(form);
    this.isBusy = false;
    /** The id under which this form was saved last. */
    this.saved = "";
  }

  /** @param {SubmitEvent} event */
  take(event) {
    if (event.defaultPrevented) {
      return;
    }
    if (asksTheServer(event.submitter)) {
      this.askServer(event);
      return;
    }
    event.preventDefault();
    const { owner = "", at = "" } = this.form.dataset;
    if (!isTheirs(owner)) {
      // Signed out in another tab, or somebody else signed in: nothing is written in this name.
      location.assign(at);
    } else if (this.saved === this.saving.id) {
      this.leave();
    } else if (!this.isBusy) {
      this.isBusy = true;
      void this.save();
    }
  }

  /** @param {SubmitEvent} event */
  askServer(event) {
    if (!navigator.onLine) {
      event.preventDefault();
      this.say(this.form.dataset.asks);
    }
  }

  async save() {
    window.addEventListener("beforeunload", askFirst);
    try {
      this.saved = await this.saving.save().finally(() => window.removeEventListener("beforeunload", askFirst));
      this.isBusy = false;
    } catch (failure) {
      this.isBusy = false;
      if (failure instanceof OtherWords) {
        this.setApart();
      } else {
        // The phone is full, or keeps nothing for us: the way that needs a network.
        this.sendPlain();
      }
      return;
    }
    this.form.dispatchEvent(new CustomEvent("draft:done"));
    this.leave();
  }

  /** Pressed once more it is a form of its own; the other one can be gone on with from the outbox. */
  setApart() {
    this.saving.startAnew();
    this.say(this.form.dataset.other);
  }

  sendPlain() {
    const { form } = this;
    if (!navigator.onLine) {
      this.say(form.dataset.full);
      return;
    }
    // Pictures go along as they do where there is no outbox.
    delete form.dataset.outbox;
    form.dispatchEvent(new CustomEvent("outbox:cannot"));
    form.submit();
  }

  leave() {
    const { kept, at } = this.form.dataset;
    this.say(kept);
    void askToBeWoken();
    // In the place of the form: going back shall not find it again as if it were not saved.
    const go = () => location.replace(`${at}#${this.saved}`);
    // Without a network and without the worker the browser would show a page of its own.
    if (navigator.onLine || navigator.serviceWorker?.controller) {
      go();
    } else {
      this.stay(go);
    }
  }

  /**
   * The page stays until there is a network; the form on it is the next one.
   * @param {() => void} go
   */
  stay(go) {
    const { form } = this;
    form.reset();
    this.saving.startAnew();
    const now = () => valuesOf(fieldsOf(new FormData(form)));
    const blank = now();
    // Pressed once more, that is no form.
    this.isBusy = true;
    form.addEventListener("input", () => (this.isBusy = false), { once: true });
    window.addEventListener(
      "online",
      // What somebody writes by now is not taken from under their hands.
      () => (sameValues(blank, now()) ? go() : keepSending({}).then((keeping) => keeping?.again())),
      { once: true },
    );
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
    if (!id) {
      return;
    }
    history.replaceState(null, "", location.pathname + location.search);
    const words = await this.saving.goOn(id);
    if (words) {
      putInto(this.form, { ...valuesOf(words.fields), id: [id] }, valuesOf(fieldsOf(new FormData(this.form))));
    }
  }

  /** Words stand in the boxes again: photos chosen with them lie here too. */
  async resume() {
    await this.saving.resume();
    const detail = await this.saving.looks();
    this.form.querySelector(".photo-strip")?.dispatchEvent(new CustomEvent("pictures:earlier", { detail }));
  }

  async tidy() {
    const store = await this.saving.opened;
    await store.sweep(Date.now());
  }
}

/** @param {HTMLElement} form */
export function attach(form) {
  if (!(form instanceof HTMLFormElement) || !form.dataset.letterKey || !canKeep()) {
    return;
  }
  claim(form.dataset.owner ?? "");
  const hook = new Hook(form);
  const { saving } = hook;
  form.addEventListener("pictures", (event) => saving.pictures.take(/** @type {CustomEvent} */ (event).detail, saving.id));
  form.addEventListener("change", () => saving.prepare());
  form.addEventListener("draft:homeless", () => void hook.resume().catch(() => undefined));
  // Behind all others: whoever wants to stop it or hold it back was asked before.
  form.addEventListener("submit", (event) => hook.take(event));
  void hook.recall();
  setTimeout(() => void hook.tidy().catch(() => undefined), SWEEP_MS);
}

/** Sends the tip form so that a lost network loses nothing: what was written can stay, sealed. */

import { verdictOf } from "../outbox/answers.js";
import { Desk } from "./desk.js";
import { Panel, toReceipt, watch } from "./panel.js";

/** @typedef {import("../outbox/answers.js").Answer} Answer */

const NO_STORY = new Set(["place", "send_to", "on_behalf", "submission_id", "form_token", "confirm_note"]);
const LONGEST = 20_000;
/** Bytes of photos that go in a letter; more than that goes as a form, file by file. */
const MOST_BYTES = 20 * 1024 * 1024;

/**
 * Whether the form goes as it is: the server would show it again for what stands in it, or its
 * photos are too heavy to be sealed.
 * @param {FormData} sent
 */
export function isForTheServer(sent) {
  const texts = [...sent].filter(([name, value]) => typeof value === "string" && !NO_STORY.has(name));
  const isTooLong = texts.some(([, value]) => String(value).length > LONGEST);
  const photos = photosIn(sent);
  const isEmpty = photos.length === 0 && !texts.some(([, value]) => String(value).trim());
  return isTooLong || isEmpty || photos.reduce((sum, { size }) => sum + size, 0) > MOST_BYTES;
}

/**
 * @param {FormData} sent
 * @returns {File[]}
 */
const photosIn = (sent) => sent.getAll("photos").flatMap((file) => (file instanceof File && file.size ? [file] : []));

/** @param {FormData} sent @param {string} to */
const tipOf = (sent, to) => ({
  id: String(sent.get("submission_id")),
  to,
  fields: [...sent].filter(([, value]) => typeof value === "string"),
  photos: photosIn(sent),
});

class Sending {
  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement} section
   * @param {Desk} desk
   */
  constructor(form, section, desk) {
    this.form = form;
    this.section = section;
    this.id = "";
    this.isBusy = false;
    this.wasAnswered = false;
    this.panel = new Panel(section);
    this.panel.desk = this.desk = desk;
    desk.changed = (held) => this.show(held);
  }

  /** @param {import("./desk.js").Held} held */
  show(held) {
    this.panel.show(held);
    const own = held.shown.find(({ id, state }) => state === "sent" && id === this.id);
    // Only who kept it, and is still here, is led to the receipt; everybody else has to tap.
    if (own && document.visibilityState === "visible") {
      void this.panel.act("receipt", own.id);
    }
  }

  /** From here on the form is sent this way. */
  begin() {
    this.form.addEventListener("submit", (event) => this.submit(event));
    for (const button of this.section.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => (button.getAttribute("data-do") === "keep" ? this.keep() : this.again()));
    }
    return watch(this.desk);
  }

  /** @param {SubmitEvent} event */
  async submit(event) {
    const sent = new FormData(this.form);
    if (isForTheServer(sent)) {
      return;
    }
    event.preventDefault();
    if (this.isBusy) {
      return;
    }
    const tip = tipOf(sent, this.form.action);
    this.id = tip.id;
    document.getElementById("gui")?.after(this.section);
    this.isBusy = true;
    try {
      await this.desk.ask("seal", { key: this.section.dataset.key, tip });
    } catch {
      this.form.submit();
      return;
    } finally {
      this.isBusy = false;
    }
    await this.send();
  }

  async send() {
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    this.panel.say("sending");
    try {
      this.become(await this.desk.ask("send"));
    } finally {
      this.isBusy = false;
    }
  }

  /** Where something answered, but not as it should, the page that it shows may say why. */
  again() {
    return this.wasAnswered ? this.form.submit() : this.send();
  }

  /** @param {Answer} answer */
  become(answer) {
    this.wasAnswered = answer.status !== 0;
    const verdict = verdictOf(answer, this.id);
    if (verdict === "sent") {
      toReceipt(answer.told?.url ?? "");
    } else if (verdict === "later") {
      this.panel.say("lost");
    } else {
      // The page that the server shows has the words and says what to mend.
      this.form.submit();
    }
  }

  async keep() {
    try {
      await this.desk.ask("keep");
    } catch {
      this.panel.say("full");
      return;
    }
    // Nothing stays that could be read: neither in this page nor in what was kept while typing.
    sessionStorage.clear();
    this.form.before(this.section);
    this.form.reset();
    this.form.remove();
    this.panel.say("");
    // Whoever cannot see it stands where it says what became of the tip.
    this.section.focus();
    await this.desk.ask("run");
  }
}

/**
 * The part of the page about this, from the server, in the language of the form. The rest of that
 * page has a style of its own, which the policy of this one would not let in.
 * @param {Desk} desk
 */
async function sectionFrom(desk) {
  const page = document.documentElement.lang === "en" ? "/kept?lang=en" : "/kept";
  /** @type {string} */
  const html = await desk.ask("words", { page: new URL(page, location.href).href });
  const part = html.slice(html.indexOf("<section"), html.indexOf("</section>"));
  const found = new DOMParser().parseFromString(part, "text/html").getElementById("kept");
  return found && document.importNode(found, true);
}

/** @param {HTMLFormElement} form */
export async function attach(form) {
  if (!window.indexedDB || !window.Worker || !window.crypto?.subtle) {
    return;
  }
  const desk = new Desk();
  const section = await sectionFrom(desk).catch(() => null);
  if (!section?.dataset.key) {
    desk.end();
    throw new Error("the words did not come");
  }
  form.before(section);
  await new Sending(form, section, desk).begin();
}

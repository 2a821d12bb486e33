/**
 * A form that keeps itself: after each box, every five seconds and when the page is left. Its words
 * come back when the form is opened anew. The server ends a draft by saying that the form was saved (draft_done).
 */

import { Place, sameValues, sweep, valuesOf } from "./drafts.js";

const EVERY = 5000;

/** @typedef {import("./drafts.js").Values} Values */

/** @param {HTMLFormElement} form */
const now = (form) => valuesOf(new FormData(form));

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Box */

/**
 * Puts values into one box; a tick that the draft does not name was not there.
 * @param {Element} element
 * @param {Values} values
 */
function fillBox(element, values) {
  const box = /** @type {Box} */ (element);
  const texts = values[box.name];
  if (box instanceof HTMLInputElement && /radio|checkbox/.test(box.type)) {
    box.checked = texts?.includes(box.value) ?? false;
  } else if (texts) {
    box.value = texts[0] ?? "";
  }
}

/**
 * Puts values into the boxes that are there; gives back those whose box is not.
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @returns {Values}
 */
function fill(form, values) {
  const boxes = [...form.elements];
  boxes.forEach((box) => fillBox(box, values));
  const names = new Set(boxes.map((box) => box.getAttribute("name")));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}

/**
 * Opens what is folded over a box that the draft changed: nothing is sent unseen.
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @param {Values} start what stood there before
 */
function unfold(form, values, start) {
  for (const box of form.elements) {
    const name = box.getAttribute("name") ?? "";
    if ((values[name] ?? []).join("\n") !== (start[name] ?? []).join("\n")) {
      // A choice under a pill stands on the pill.
      box.closest("details:not([data-behaviour~=fold_choice])")?.setAttribute("open", "");
    }
  }
}

/**
 * Brings words back into a form, wherever their boxes are.
 * @param {HTMLFormElement} form
 * @param {Values} values
 * @param {Values} start what stood there before
 */
export function putInto(form, values, start) {
  const homeless = fill(form, values);
  // Boxes that belong to another choice, and further lines, are made by the page; then they are filled.
  for (const chosen of form.querySelectorAll("[data-behaviour~=counts] :checked")) {
    chosen.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.dispatchEvent(new CustomEvent("draft:homeless", { detail: Object.keys(homeless) }));
  fill(form, values);
  unfold(form, values, start);
  form.querySelector("[data-draft-replaces]")?.setAttribute("hidden", "");
  form.dispatchEvent(new CustomEvent("draft:filled"));
}

class Draft {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.place = new Place(localStorage, form.dataset.draftName ?? "", form.dataset.draftKey ?? "");
    this.line = /** @type {HTMLElement | null} */ (form.querySelector(".draft-line"));
    this.status = document.getElementById("draft-status");
    this.start = now(form);
    this.kept = this.start;
    this.dropped = false;
    /** How often its words were safe elsewhere. */
    this.ends = 0;
  }

  /**
   * @param {"saved" | "restored"} what
   * @param {number} at
   */
  say(what, at) {
    const words = what === "saved" ? this.status : this.line?.querySelector("p");
    if (!this.line || !words) {
      return;
    }
    const clock = new Date(at);
    const time = `${clock.getHours()}:${String(clock.getMinutes()).padStart(2, "0")}`;
    words.textContent = (this.line.dataset[what] ?? "").replace("{time}", time);
    if (what === "restored") {
      this.line.hidden = false;
    }
  }

  async save() {
    const values = now(this.form);
    if (this.dropped || sameValues(values, this.kept)) {
      return;
    }
    const at = Date.now();
    const { ends } = this;
    const isKept = await this.place.keep({ at, values });
    if (ends !== this.ends) {
      this.place.drop();
    } else if (isKept) {
      this.kept = values;
      this.say("saved", at);
    }
  }

  async restore() {
    const draft = await this.place.read(Date.now());
    if (!draft || sameValues(draft.values, this.start)) {
      return;
    }
    putInto(this.form, draft.values, this.start);
    this.kept = now(this.form);
    this.say("restored", draft.at);
  }

  /** The form's words are safe elsewhere. */
  end() {
    this.dropped = true;
    this.ends += 1;
    this.place.drop();
  }

  /** The form was emptied for the next one. */
  startAnew() {
    this.dropped = false;
    this.kept = now(this.form);
  }

  drop() {
    this.end();
    // The page without the draft, not this one again: the browser would put the words back.
    location.assign(location.pathname);
  }
}

/**
 * Browsers seal only over HTTPS or on the machine itself; without a seal nothing is kept. What is
 * edited of the outbox lies there: the draft here is another form's.
 * @param {HTMLFormElement} form
 */
const mayKeep = (form) => form.dataset.draftKey && crypto.subtle && !location.hash.startsWith("#again=");

/** @param {HTMLElement} form */
export function attach(form) {
  sweep(localStorage, Date.now());
  if (!(form instanceof HTMLFormElement) || !mayKeep(form)) {
    return;
  }
  const draft = new Draft(form);
  const save = () => void draft.save();
  draft.line?.querySelector("button")?.addEventListener("click", () => draft.drop());
  form.addEventListener("change", save);
  // Where the form is kept by the outbox the last box left has kept it here: saving waits for nothing.
  if (!form.dataset.outbox) {
    form.addEventListener("submit", save);
  }
  form.addEventListener("draft:done", () => draft.end());
  // Heard before the boxes are emptied.
  form.addEventListener("reset", () => setTimeout(() => draft.startAnew()));
  document.addEventListener("visibilitychange", save);
  window.addEventListener("pagehide", save);
  const begin = () => setInterval(save, EVERY);
  // What the server sends back with a sentence beside it is newer than any draft.
  if (form.dataset.draftNewer === undefined) {
    void draft.restore().then(begin);
  } else {
    draft.kept = {};
    begin();
  }
}

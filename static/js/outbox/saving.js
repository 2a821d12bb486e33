/** One form on its way into this phone: what can be made ready while it is filled in is, the rest is quick. */

import { sameValues } from "../pages/drafts.js";
import { openOwn } from "../pages/own.js";
import { fieldsOf, madeReady, parcelOf, valuesOf } from "./parcel.js";
import { staying } from "./intake.js";
import { Pictures } from "./pictures.js";
import { saidBy } from "./said.js";
import { soon } from "./shelves.js";
import { openStore } from "./store.js";
import { mark } from "./world.js";

/** Before it is needed: a save has a tenth of a second on a slow phone. */
function opening() {
  const store = soon(openStore());
  store.catch(() => undefined);
  return store;
}

/** Another page saved this form with other words: both stand, until a person says what shall be. */
export class OtherWords extends Error {}

export class Saving {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {import("./parcel.js").Named[]} */
    this.before = [];
    /** @type {import("./pictures.js").Laid[]} chosen before this page was opened anew */
    this.earlier = [];
    /** @type {string[]} photos of `before` that shall not go any more */
    this.dropped = [];
    /** @type {number | undefined} when the item was saved that this page goes on with */
    this.over = undefined;
    /** Whether that came back to be mended: any page of it may do so. */
    this.isMending = false;
    this.opened = opening();
    // What somebody else told is not looked at again.
    const own = "closed" in form.dataset ? "" : form.dataset.outboxKey;
    this.pictures = new Pictures(() => this.opened, form.dataset.letterKey ?? "", own);
    this.ready = madeReady(form.dataset, this.id);
  }

  /**
   * The id of the record that this becomes; a page kept in the phone has none to give. Two pages
   * that go on with one draft get it from there: what they save is one form.
   * @returns {string}
   */
  get id() {
    const box = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("id"));
    box.value ||= crypto.randomUUID();
    return box.value;
  }

  /** Another id, by a draft or after a save, wants things of its own. */
  prepare() {
    if (this.ready.id !== this.id) {
      this.ready = madeReady(this.form.dataset, this.id);
    }
    return this.ready;
  }

  /** @returns {Promise<string>} the id under which it waits */
  save() {
    return this.keep().catch(() => this.keepAnew());
  }

  async keep() {
    const { form, id, before } = this;
    const entries = [...new FormData(form)];
    const files = entries.map(([, value]) => value).filter((value) => value instanceof File);
    const photos = [...this.earlier, ...(await this.pictures.laid(files, id))];
    const filled = { fields: fieldsOf(entries), photos, before };
    const parcel = await parcelOf(saidBy(form), this.prepare(), filled, Date.now());
    const store = await this.opened;
    await store.add({ ...parcel, dropped: this.dropped, over: this.over });
    mark(1);
    // The server showed both versions: this one is written in the place of that.
    await (form.dataset.instead && store.remove(form.dataset.instead));
    // They belong to what waits now, whatever becomes of the pictures on the page.
    this.pictures.forget();
    this.earlier = [];
    return id;
  }

  /** The shelves are not what they were: emptied, closed, or another page saved this form too. */
  async keepAnew() {
    this.opened = opening();
    this.pictures.forget();
    this.ready = madeReady(this.form.dataset, this.id);
    const { over } = this;
    const words = await this.goOn(this.id);
    if (this.over && this.over !== over && !this.isMending && !this.isSame(words)) {
      throw new OtherWords();
    }
    const known = new Set(this.earlier.map(({ id }) => id));
    await this.resume();
    this.earlier = this.earlier.filter(({ id }) => known.has(id));
    return this.keep();
  }

  /** @param {import("./parcel.js").Words | null} words */
  isSame(words) {
    const now = valuesOf(fieldsOf(new FormData(this.form)));
    return words !== null && sameValues(valuesOf(words.fields), now);
  }

  /** Takes up the photos of a page that died with its form in hand. */
  async resume() {
    const photos = await (await this.opened).laidFor(this.id);
    this.earlier = photos.map((photo) => ({ ...photo, name: "" }));
  }

  /** The pictures that were there before this page was opened, and how each is taken away. */
  async looks() {
    const store = await this.opened;
    const all = [...this.before, ...this.earlier];
    const look = async (/** @type {string} */ id) =>
      openOwn(this.form.dataset.outboxKey ?? "", `${id}/look`, await store.look(id));
    const pictures = all.filter(({ isOriginal }) => !isOriginal);
    return Promise.all(
      pictures.map(async ({ id }) => ({
        look: await look(id),
        isProof: all.some(({ of }) => of === id),
        drop: () => void this.drop(id),
      })),
    );
  }

  /** @param {string} picture goes, and its original with it */
  async drop(picture) {
    const isGone = (/** @type {import("./parcel.js").Named} */ { id, of }) => id === picture || of === picture;
    const laid = this.earlier.filter(isGone);
    this.dropped.push(...this.before.filter(isGone).map(({ id }) => id));
    this.earlier = this.earlier.filter((one) => !isGone(one));
    this.before = this.before.filter((one) => !isGone(one));
    const store = await this.opened;
    await Promise.all(laid.map(({ id }) => store.takeBack(id)));
  }

  /**
   * Goes on with what waits under this id: its photos stay.
   * @param {string} id
   * @returns {Promise<import("./parcel.js").Words | null>}
   */
  async goOn(id) {
    const store = await this.opened;
    const [item, own] = await Promise.all([store.item(id), store.own(id)]);
    /** @type {import("./parcel.js").Words | null} */
    const words = await openOwn(this.form.dataset.outboxKey ?? "", `${id}/words`, own?.words);
    this.over = item?.at;
    this.isMending = item?.state === "needs";
    const known = new Map(words?.photos.map((photo) => [photo.id, photo]));
    this.before = staying(item, this.dropped).map(({ id: photo, isOriginal }) => known.get(photo) ?? { id: photo, name: "", isOriginal });
    return words;
  }

  /** What was begun in this form is saved: what is written now is another. */
  startAnew() {
    const box = /** @type {HTMLInputElement} */ (this.form.elements.namedItem("id"));
    box.value = "";
    this.before = [];
    this.earlier = [];
    this.over = undefined;
    this.prepare();
  }
}

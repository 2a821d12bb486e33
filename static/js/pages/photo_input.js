/**
 * Pictures from the camera and the gallery gathered into one list, shown, shrunk, taken away.
 * The gallery box carries the list when the form is sent; without this script both boxes do.
 */

import { fill } from "./fill.js";
import { dated } from "./photo_exif.js";
import { mark } from "./photo_proof.js";
import { awake, shrunk } from "./photo_shrink.js";
import { earlierTile, show, tileFor } from "./photo_tile.js";

/**
 * The pictures kept when `fresh` ones join, and how many there was no room for.
 * @template T
 * @param {T[]} kept
 * @param {T[]} fresh
 * @param {number} limit
 */
export function joined(kept, fresh, limit) {
  const all = [...kept, ...fresh];
  return { kept: all.slice(0, limit), left: Math.max(0, all.length - limit) };
}

/**
 * @typedef {object} Picture
 * @property {File} file
 * @property {File} first as it was chosen
 * @property {HTMLElement} tile
 * @property {File} [dated] the redrawn picture with what the camera wrote into the first one
 */

/**
 * Whether a form goes into the outbox, as far as a page can know.
 * @param {HTMLFormElement | null} form
 */
const isKept = (form) => Boolean(form?.dataset.outbox && globalThis.crypto?.subtle);

/**
 * The file that travels. Where the form goes into the outbox a proof's original follows by itself;
 * where it does not, the original goes in the picture's place.
 * @param {Picture} picture
 * @param {boolean} mayTell when it was taken
 * @param {HTMLFormElement | null} form
 */
function carried({ file, first, dated, tile }, mayTell, form) {
  const isProof = tile.querySelector(".proof :checked") !== null;
  mark(file, isProof ? first : null);
  if (isProof && !isKept(form)) {
    return first;
  }
  return (mayTell && dated) || file;
}

/**
 * A form that is sent while pictures are still redrawn waits for them: none leaves with its place.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} strip
 * @param {() => Promise<void>} work
 */
function holdBack(form, strip, work) {
  let isHeld = false;
  const hold = (/** @type {SubmitEvent} */ event) => {
    if (!strip.querySelector("[aria-busy]")) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!isHeld) {
      isHeld = true;
      void work().then(() => {
        isHeld = false;
        form.requestSubmit(event.submitter);
      });
    }
  };
  // Before all others: they hear of it when it is ready.
  form.addEventListener("submit", hold, { capture: true });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} strip
 * @param {{ carry: () => void, empty: () => void, work: () => Promise<void> }} pictures
 */
function follow(form, strip, { carry, empty, work }) {
  if (strip.dataset.keeps) {
    form.addEventListener("change", carry);
  }
  form.addEventListener("outbox:cannot", carry);
  form.addEventListener("reset", empty);
  if ("requestSubmit" in form) {
    holdBack(form, strip, work);
  }
}

/** @param {HTMLElement} strip */
export function attach(strip) {
  const camera = /** @type {HTMLInputElement} */ (strip.querySelector("[data-source=camera]"));
  const gallery = /** @type {HTMLInputElement} */ (strip.querySelector("[data-source=gallery]"));
  const template = /** @type {HTMLTemplateElement} */ (strip.querySelector("template"));
  const note = strip.querySelector(".note");
  const limit = Number(strip.dataset.limit);
  const { name } = gallery;
  camera.name = "";
  /** @type {Picture[]} */
  let pictures = [];
  let work = Promise.resolve();
  const form = strip.closest("form");

  const carry = () => {
    const transfer = new DataTransfer();
    const mayTell = form?.querySelector(`[name="${strip.dataset.keeps}"]:checked`);
    pictures.forEach((picture) => transfer.items.add(carried(picture, Boolean(mayTell), form)));
    gallery.files = transfer.files;
    // Without a picture it would send an empty file, which browsers take their time to make.
    gallery.name = pictures.length > 0 ? name : "";
    camera.value = "";
    // Those that will travel as they are now, for whoever wants to make them ready to.
    const detail = [...transfer.files].filter((_file, n) => !pictures[n]?.tile.hasAttribute("aria-busy"));
    strip.dispatchEvent(new CustomEvent("pictures", { bubbles: true, detail }));
  };

  /** @param {Picture} picture */
  const takeOut = (picture) => {
    pictures = pictures.filter((other) => other !== picture);
    picture.tile.remove();
    carry();
  };

  /** @param {Picture} picture */
  const shrink = async (picture) => {
    if (!pictures.includes(picture)) {
      return;
    }
    const { first } = picture;
    picture.file = await shrunk(first);
    if (strip.dataset.keeps && picture.file !== first) {
      picture.dated = await dated(first, picture.file);
    }
    show(picture.tile, picture.file);
    if (pictures.includes(picture)) {
      carry();
    }
  };

  const earlier = () => strip.querySelectorAll("[data-earlier]");

  /**
   * @param {HTMLElement} tile
   * @param {() => void} takeAway
   */
  const place = (tile, takeAway) => {
    strip.querySelector(".adding")?.before(tile);
    tile.querySelector("button")?.addEventListener("click", () => (takeAway(), gallery.focus()));
  };

  /** @param {import("./photo_tile.js").Earlier[]} those */
  const bringBack = (those) => {
    for (const one of those) {
      const tile = earlierTile(template, one, fill(strip.dataset.picture, earlier().length + 1));
      place(tile, () => (one.drop(), tile.remove()));
    }
  };

  /** @param {File[]} files */
  const add = (files) => {
    const fresh = files.map((file) => ({ file, first: file, tile: tileFor(template, file) }));
    const { kept, left } = joined(pictures, fresh, limit - earlier().length);
    pictures = kept;
    for (const picture of fresh.filter((one) => kept.includes(one))) {
      place(picture.tile, () => takeOut(picture));
      picture.tile.querySelector(".proof")?.addEventListener("change", carry);
      // One at a time: several large pictures at once are more than a small phone can hold.
      work = work.then(() => shrink(picture));
    }
    carry();
    if (note) {
      note.textContent = left > 0 ? (strip.dataset.tooMany ?? "") : "";
    }
  };

  for (const box of [camera, gallery]) {
    box.addEventListener("change", () => add([...(box.files ?? [])]));
    box.addEventListener("click", () => void awake());
  }
  strip.addEventListener("pictures:earlier", (event) => bringBack(/** @type {CustomEvent} */ (event).detail));
  if (form) {
    const empty = () => (pictures.forEach(takeOut), earlier().forEach((tile) => tile.remove()));
    follow(form, strip, { carry, empty, work: () => work });
  }
  // After "back" the browser fills the boxes again by itself.
  add([...(gallery.files ?? []), ...(camera.files ?? [])]);
}

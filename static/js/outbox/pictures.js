/** Pictures of a form that is being filled in: sealed and laid by when chosen, so that "save" writes none. */

import { toText } from "../pages/base64.js";
import { sealOwn } from "../pages/own.js";
import { lookOf } from "../pages/photo_bytes.js";
import { originalOf } from "../pages/photo_proof.js";
import { envelope } from "./letter.js";
import { sealedPhoto } from "./photos.js";

/** @typedef {import("./store.js").KeptPhoto} KeptPhoto */
/** @typedef {Omit<KeptPhoto, "blob"> & { name: string, of?: string }} Laid */
/** @typedef {{ id: string, item: string, of: string | undefined, laid: Promise<Laid> }} Chosen */
/** @typedef {Pick<import("./store.js").Store, "lay" | "takeBack">} Shelves */

export class Pictures {
  /**
   * @param {() => Promise<Shelves>} shelves
   * @param {string} key the server's, in base64
   * @param {string} [own] the officer's, under which pictures may be looked at again
   */
  constructor(shelves, key, own) {
    this.shelves = shelves;
    this.key = key;
    this.own = own;
    this.nextEnvelope = this.makeEnvelope();
    /** @type {Map<File, Chosen>} */
    this.chosen = new Map();
    /** One after the other: several originals at once are more than a small phone can hold. */
    this.work = Promise.resolve();
  }

  /**
   * Lays by what stands in the form now, behind each picture its original if it was marked as proof,
   * and gives up what does not any more.
   * @param {File[]} files in their order; the empty one of no choice is left out
   * @param {string} item
   * @returns {Chosen[]}
   */
  take(files, item) {
    // Without a name first: browsers look on the disk for the size of a file that is none.
    const pictures = files.filter((file) => file.name !== "" && file.size > 0);
    const stays = new Set(pictures.flatMap((file) => [file, originalOf(file)]));
    for (const [file, { id }] of this.chosen) {
      if (!stays.has(file)) {
        this.chosen.delete(file);
        this.giveUp(id);
      }
    }
    return pictures.flatMap((file) => {
      const original = originalOf(file);
      const picture = this.choose(file, item);
      return original ? [picture, this.choose(original, item, picture.id)] : [picture];
    });
  }

  /**
   * @param {File[]} files
   * @param {string} item
   * @returns {Promise<Laid[]>}
   */
  async laid(files, item) {
    return Promise.all(this.take(files, item).map(({ laid }) => laid));
  }

  /** What was laid by so far is no more this form's; what is asked for again is laid by once more. */
  forget() {
    this.chosen.clear();
  }

  /**
   * @param {File} file
   * @param {string} item
   * @param {string} [of] the photo that it is the original of
   * @returns {Chosen}
   */
  choose(file, item, of) {
    const known = this.chosen.get(file);
    if (known?.item === item && known.of === of) {
      return known;
    }
    if (known) {
      this.giveUp(known.id);
    }
    const id = crypto.randomUUID();
    const laid = this.work.then(() => this.layBy(file, { id, item, of }));
    this.work = laid.then(
      () => undefined,
      () => undefined,
    );
    const fresh = { id, item, of, laid };
    this.chosen.set(file, fresh);
    return fresh;
  }

  /** Made while the picture is still chosen or made small. */
  makeEnvelope() {
    const made = envelope(this.key);
    made.catch(() => undefined);
    return made;
  }

  /**
   * @param {File} file
   * @param {{ id: string, item: string, of: string | undefined }} named
   * @returns {Promise<Laid>}
   */
  async layBy(file, named) {
    const [{ name, ...photo }, look] = await Promise.all([
      sealedPhoto(file, named, this.nextEnvelope),
      this.look(file, named.id),
    ]);
    // It is used up.
    this.nextEnvelope = this.makeEnvelope();
    const { id, item, sha256, size, isOriginal, of } = photo;
    await (await this.shelves()).lay(photo, look);
    return { id, item, name, sha256, size, isOriginal, ...(of && { of }) };
  }

  /**
   * How it looks, for its author; without that it has a name only.
   * @param {File} file
   * @param {string} id
   */
  look(file, id) {
    const look = this.own && lookOf(file);
    return look ? sealOwn(this.own ?? "", `${id}/look`, toText(look)) : undefined;
  }

  /** @param {string} id */
  giveUp(id) {
    this.work = this.work.then(async () => (await this.shelves()).takeBack(id)).catch(() => undefined);
  }
}

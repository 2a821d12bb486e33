/**
 * Keeps sealed tips on this phone for a day at most, and sends them when the network is there.
 * Everything it touches from outside is handed in, so that a test can be the network and the clock.
 */

import { LASTS_MS, MOST, ageOf, begun, nextLook, nextOf, receiptOf, settled } from "./rules.js";

/** @typedef {import("./rules.js").Kept} Kept */
/** @typedef {import("./rules.js").Answer} Answer */

/** @typedef {{ id: string, to: string, letter: ArrayBuffer }} Sealed */

/**
 * @typedef {object} Shown what a page may know of a kept tip; none of its words
 * @property {string} id
 * @property {number} at
 * @property {Kept["state"]} state
 * @property {string} sentence
 */

/**
 * @typedef {object} World
 * @property {() => Promise<Kept[]>} all
 * @property {(kept: Kept) => Promise<unknown>} keep
 * @property {(id: string) => Promise<unknown>} remove
 * @property {(sealed: Sealed, now: number) => Promise<Answer>} post
 * @property {() => number} now this phone's clock, which somebody may set
 * @property {() => number} ticks milliseconds that nobody sets
 * @property {() => number} chance
 * @property {(milliseconds: number) => void} wake looks again then
 * @property {(shown: Shown[], over: Kept[]) => void} changed
 */

export class Keeper {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    /** @type {Map<string, number>} when each was kept, by the clock that nobody sets */
    this.since = new Map();
    this.isBusy = false;
  }

  /**
   * Keeps a tip until it is sent. Throws when this phone keeps no more.
   * @param {Sealed} sealed
   */
  async keep(sealed) {
    const { world } = this;
    const others = (await world.all()).filter(({ id }) => id !== sealed.id);
    if (others.length >= MOST) {
      throw new Error("too many are kept");
    }
    const at = world.now();
    await world.keep({ ...sealed, at, state: "waiting", failures: 1, notBefore: at + 1_000 });
    this.since.set(sealed.id, world.ticks());
    await this.show();
  }

  /** @param {string} id */
  async remove(id) {
    await this.world.remove(id);
    await this.show();
  }

  /** Sends all whose time has come, one after the other, and throws away what is too old. */
  async run() {
    if (this.isBusy) {
      return;
    }
    this.isBusy = true;
    try {
      await this.show();
      for (let next = await this.next(); next; next = await this.next()) {
        await this.attempt(next);
        await this.show();
      }
    } finally {
      this.isBusy = false;
    }
    const left = nextLook(await this.world.all(), this.world.now());
    if (left !== undefined) {
      this.world.wake(left);
    }
  }

  /** Once more without waiting: a person asked, or the network came back. */
  async again() {
    for (const kept of await this.world.all()) {
      if (kept.state === "waiting") {
        await this.world.keep({ ...kept, failures: 0, notBefore: 0 });
      }
    }
    await this.run();
  }

  /**
   * Where the receipt of a tip that arrived is shown; asked for again once its address is too old.
   * @param {string} id
   * @returns {Promise<string>} empty when the server is out of reach
   */
  async receipt(id) {
    const kept = (await this.world.all()).find((one) => one.id === id);
    if (!kept) {
      return "";
    }
    const url = receiptOf(kept, this.world.now());
    return url === "" ? receiptOf(await this.attempt(kept), this.world.now()) : url;
  }

  async next() {
    return nextOf(await this.world.all(), this.world.now());
  }

  /**
   * @param {Kept} kept
   * @returns {Promise<Kept>}
   */
  async attempt(kept) {
    const { world } = this;
    const tried = begun({ ...kept, url: "" }, world.now(), world.chance());
    await world.keep(tried);
    const answer = await world.post(tried, world.now());
    const after = settled(tried, answer, world.now());
    // Somebody may have deleted it while it was on its way.
    const isThere = (await world.all()).some(({ id }) => id === kept.id);
    if (isThere) {
      await world.keep(after);
    }
    return after;
  }

  /** Says what is kept, without what is too old. */
  async show() {
    const { world } = this;
    const all = await world.all();
    const over = all.filter((kept) => this.isOver(kept));
    for (const { id } of over) {
      await world.remove(id);
    }
    const left = all.filter((kept) => !over.includes(kept));
    world.changed(
      left.map(({ id, at, state, sentence = "" }) => ({ id, at, state, sentence })),
      over,
    );
  }

  /**
   * A phone without network often has a wrong clock, which jumps when the network comes: while the
   * page stays open the clock that nobody sets decides.
   * @param {Kept} kept
   */
  isOver(kept) {
    const since = this.since.get(kept.id);
    const age = since === undefined ? ageOf(kept, this.world.now()) : this.world.ticks() - since;
    return age >= LASTS_MS;
  }
}

/**
 * Works the outbox off: one thing at a time, whoever of several tabs and the worker comes first.
 * Everything it touches from outside is handed in, so that a test can be the network and the clock.
 */

import { pauseAfter } from "./pauses.js";
import { again, begun, nextLook, nextStep, photoSettled, wordsSettled } from "./queue.js";

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Step} Step */

/**
 * @typedef {object} World
 * @property {() => Promise<Item[]>} items as they are kept, of this phone's every author
 * @property {(item: Item) => Promise<void>} keep
 * @property {(item: Item) => ReturnType<typeof import("./requests.js").sendWords>} words
 * @property {(item: Item, photo: import("./queue.js").Photo) => ReturnType<typeof import("./requests.js").sendPhoto>} photo
 * @property {() => number} now
 * @property {() => number} chance
 * @property {() => boolean} isAllowed whether this network may be used
 * @property {(work: () => Promise<boolean>) => Promise<boolean | undefined>} alone runs it unless another tab is at it
 * @property {(milliseconds: number) => void} wake looks again then
 * @property {() => void} changed
 */

/** So many in a row without an answer: it is the line, not the form. */
const SILENCE = 6;
/** So many are tried on a line that was silent before it is left alone for longer. */
const KNOCKS = 3;
/** Another tab is at it: look again when it may have ended. */
const BESIDE_MS = 2_000;

export class Sender {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.silent = 0;
    /** How often the line was left alone since something got through. */
    this.left = 0;
    /** When something got through last. */
    this.aliveAt = 0;
  }

  /** Sends all whose time has come. */
  async run() {
    const { world } = this;
    if (!world.isAllowed()) {
      return;
    }
    const isMine = await world.alone(() => this.workOff());
    const left = nextLook(await world.items(), world.now(), this.aliveAt);
    if (left !== undefined && world.isAllowed()) {
      const dead = this.left === 0 ? 0 : pauseAfter(this.left, world.chance());
      world.wake(Math.max(left, dead, isMine ? 0 : BESIDE_MS));
    }
  }

  async workOff() {
    const { world } = this;
    while (world.isAllowed()) {
      const step = nextStep(await world.items(), world.now(), this.aliveAt);
      if (!step) {
        break;
      }
      const verdict = await this.take(step);
      this.hear(verdict);
      world.changed();
      // On a dead line two hundred forms are not knocked with one by one.
      if (this.silent >= (this.left === 0 ? SILENCE : KNOCKS)) {
        this.left += 1;
        this.silent = 0;
        break;
      }
    }
    return true;
  }

  /** @param {import("./answers.js").Verdict} verdict */
  hear(verdict) {
    if (verdict === "later") {
      this.silent += 1;
    } else {
      this.silent = this.left = 0;
      this.aliveAt = this.world.now();
    }
  }

  /**
   * @param {Step} step
   * @returns {Promise<import("./answers.js").Verdict>}
   */
  async take({ item, photo }) {
    const { world } = this;
    // Written down as failed before it starts: what dies on the way is tried again, never forgotten.
    const tried = begun(item, world.now(), world.chance(), this.aliveAt);
    await world.keep(tried);
    if (photo) {
      const { verdict, change } = await world.photo(tried, photo);
      await this.settle(tried, (now) => photoSettled(now, photo.id, change, verdict));
      return verdict === "later" && (change.sent ?? 0) > photo.sent ? "sent" : verdict;
    }
    const { verdict, told } = await world.words(tried);
    await this.settle(tried, (now) => wordsSettled(now, verdict, told));
    return verdict;
  }

  /**
   * Somebody may have thrown the item away while it was on its way, or written it anew.
   * @param {Item} tried
   * @param {(item: Item) => Item} become
   */
  async settle(tried, become) {
    const now = (await this.world.items()).find(({ id, at }) => id === tried.id && at === tried.at);
    if (now) {
      await this.world.keep(become(now));
    }
  }

  /**
   * Everything once more, without waiting.
   * @param {(item: Item) => boolean} isSignedIn whether its author is
   */
  async again(isSignedIn) {
    this.silent = this.left = 0;
    for (const item of await this.world.items()) {
      const fresh = again(item, isSignedIn(item));
      if (fresh !== item) {
        await this.world.keep(fresh);
      }
    }
    await this.run();
  }
}

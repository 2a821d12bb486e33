/**
 * Works the outbox off: one thing at a time, whoever of several tabs and the worker comes first.
 * Everything it touches from outside is handed in, so that a test can be the network and the clock.
 */

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
 * @property {<T>(work: () => Promise<T>) => Promise<T | undefined>} alone runs it unless another tab is at it
 * @property {(milliseconds: number) => void} wake looks again then
 * @property {() => void} changed
 */

export class Sender {
  /** @param {World} world */
  constructor(world) {
    this.world = world;
  }

  /** Sends all whose time has come. */
  async run() {
    const { world } = this;
    await world.alone(async () => {
      while (world.isAllowed()) {
        const step = nextStep(await world.items(), world.now());
        if (!step) {
          break;
        }
        await this.take(step);
        world.changed();
      }
    });
    const left = nextLook(await world.items(), world.now());
    if (left !== undefined) {
      world.wake(left);
    }
  }

  /** @param {Step} step */
  async take({ item, photo }) {
    const { world } = this;
    // Written down as failed before it starts: what dies on the way is tried again, never forgotten.
    const tried = begun(item, world.now(), world.chance());
    await world.keep(tried);
    if (photo) {
      const { verdict, change } = await world.photo(tried, photo);
      await this.settle(tried, (now) => photoSettled(now, photo.id, change, verdict));
    } else {
      const { verdict, told } = await world.words(tried);
      await this.settle(tried, (now) => wordsSettled(now, verdict, told));
    }
  }

  /**
   * Somebody may have thrown the item away while it was on its way.
   * @param {Item} tried
   * @param {(item: Item) => Item} become
   */
  async settle(tried, become) {
    const now = (await this.world.items()).find(({ id }) => id === tried.id);
    if (now) {
      await this.world.keep(become(now));
    }
  }

  /**
   * Everything once more, without waiting.
   * @param {(item: Item) => boolean} isSignedIn whether its author is
   */
  async again(isSignedIn) {
    for (const item of await this.world.items()) {
      const fresh = again(item, isSignedIn(item));
      if (fresh !== item) {
        await this.world.keep(fresh);
      }
    }
    await this.run();
  }
}

/** An outbox that is sent from for as long as a page of ours is open. */

import { Sender } from "./sender.js";
import { canKeep } from "./shelves.js";
import { openStore } from "./store.js";
import { LOCK, askToBeWoken, connection, isAllowed, tellOthers, worldOf } from "./world.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./world.js").Ears} Ears */
/** @typedef {import("./world.js").Choices} Choices */

/** What waits here, kept sending for as long as a page of ours is open. */
export class Keeping {
  /**
   * @param {Store} store
   * @param {Ears} ears
   */
  constructor(store, ears) {
    this.store = store;
    this.ears = ears;
    /** @type {Choices} */
    this.choices = { wifiOnly: false };
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.clock = undefined;
    this.running = Promise.resolve();
    this.tell = tellOthers();
    this.sender = new Sender(
      worldOf(store, this.choices, {
        changed: () => (this.tell(), ears.changed?.()),
        wake: (milliseconds) => this.wake(milliseconds),
      }),
    );
  }

  /** @param {number} milliseconds */
  wake(milliseconds) {
    clearTimeout(this.clock);
    this.clock = setTimeout(() => this.go(() => this.sender.run()), milliseconds);
  }

  /**
   * One run after the other; what goes wrong in this browser is tried again with the next event.
   * @param {() => Promise<void>} work
   */
  go(work) {
    this.running = this.running.then(work).catch(() => this.wake(60_000));
    return this.running;
  }

  /**
   * Everything once more, now.
   * @param {(item: Item) => boolean} [isSignedIn]
   */
  again(isSignedIn = () => false) {
    clearTimeout(this.clock);
    return this.go(() => this.sender.again(isSignedIn));
  }

  async start() {
    this.choices.wifiOnly = await this.store.setting("wifiOnly");
    new BroadcastChannel(LOCK).addEventListener("message", () => void this.changed());
    const again = () => void this.again();
    window.addEventListener("online", again);
    window.addEventListener("pageshow", again);
    document.addEventListener("visibilitychange", () => document.hidden || again());
    connection()?.addEventListener?.("change", () => (this.stopIf(!isAllowed(this.choices)), again()));
    void askToBeWoken();
  }

  /** @param {boolean} value */
  async setWifiOnly(value) {
    this.choices.wifiOnly = value;
    await this.store.set("wifiOnly", value);
    this.tell();
    await this.changed();
    await this.again();
  }

  /** @param {boolean} isOver whether the photo that is on its way may not go on */
  stopIf(isOver) {
    if (isOver) {
      this.choices.going?.stop.abort();
    }
  }

  /** Something became of an item or a choice, perhaps in another tab: what may not go on stops. */
  async changed() {
    this.choices.wifiOnly = await this.store.setting("wifiOnly");
    const { going } = this.choices;
    this.stopIf(!isAllowed(this.choices) || (going !== undefined && !(await this.store.item(going.id))));
    this.ears.changed?.();
  }

  /** @param {string} id of what its author throws away */
  async remove(id) {
    await this.store.remove(id);
    this.tell();
    await this.changed();
  }
}

/**
 * @param {Ears} ears
 * @returns {Promise<Keeping | undefined>} nothing where this browser keeps nothing
 */
export async function keepSending(ears) {
  if (!canKeep() || !("locks" in navigator)) {
    return undefined;
  }
  const keeping = new Keeping(await openStore(), ears);
  await keeping.start();
  return keeping;
}

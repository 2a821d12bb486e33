/** Asks the worker that seals, keeps and sends. */

/** @typedef {import("./keeper.js").Shown} Shown */
/** @typedef {{ shown: Shown[], over: string[] }} Held what is kept, and the states of what was too old */

export class Desk {
  constructor() {
    /** @type {(held: Held) => void} */
    this.changed = () => undefined;
    /** @type {Map<number, { resolve: (answer: any) => void, reject: (failure: Error) => void }>} */
    this.asked = new Map();
    this.number = 0;
    // Beside the file that this one is published in.
    this.worker = new Worker(new URL("./kept_tip_worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => (data.shown ? this.changed(data) : this.answered(data));
    this.worker.onerror = () => this.asked.forEach(({ reject }) => reject(new Error("no worker here")));
  }

  /** @param {{ number: number, answer?: unknown, failure?: string }} told */
  answered({ number, answer, failure }) {
    const waiting = this.asked.get(number);
    this.asked.delete(number);
    if (failure === undefined) {
      waiting?.resolve(answer);
    } else {
      waiting?.reject(new Error(failure));
    }
  }

  /**
   * @param {string} what
   * @param {object} [asked]
   * @returns {Promise<any>}
   */
  ask(what, asked = {}) {
    this.number += 1;
    const { number } = this;
    return new Promise((resolve, reject) => {
      this.asked.set(number, { resolve, reject });
      this.worker.postMessage({ number, what, asked });
    });
  }

  /** Asks nothing more. */
  end() {
    this.worker.terminate();
  }
}

/** The sender with this browser for a world: its shelves, its network, its clock, its other tabs. */

import { teller } from "./progress.js";
import { sendPhoto, sendWords } from "./requests.js";
import { Sender } from "./sender.js";
import { openStore } from "./store.js";

/** @typedef {import("./store.js").Store} Store */
/** @typedef {import("./queue.js").Item} Item */

/** The name under which the tabs take turns, and tell one another. */
export const LOCK = "lang-nghe-outbox";
const UPLOADS = "/uploads";
/** The mark by which a page knows, before it fetches anything, that something may wait here. */
export const FLAG = "outbox";
/** By this name the worker is woken when the network is back, where browsers can. */
export const TAG = "outbox";

/** @typedef {{ type?: string, addEventListener?: EventTarget["addEventListener"] }} Connection */

/** @returns {Connection | undefined} */
export const connection = () => /** @type {any} */ (navigator).connection;

/** Whether this browser says over what it is connected. */
export const knowsWifi = () => typeof connection()?.type === "string";

/** Whether the network may cost money. Where the browser does not say, nobody can keep to it. */
const isWifi = () => !knowsWifi() || !/^(?:cellular|bluetooth|wimax)$/.test(connection()?.type ?? "");

/**
 * @typedef {object} Ears
 * @property {() => void} [changed] something became of an item
 * @property {(milliseconds: number) => void} [wake]
 */

/**
 * What holds for this page while it sends.
 * @typedef {object} Choices
 * @property {boolean} wifiOnly
 * @property {{ id: string, stop: AbortController }} [going] the item whose photo is on its way
 */

/**
 * Whether this network may be used.
 * @param {Choices} choices
 */
export const isAllowed = ({ wifiOnly }) => !wifiOnly || isWifi();

/**
 * A phone that is full takes no note. It still sends, for that alone makes room: how its items stand
 * is known here until it can be written down.
 * @param {Pick<Store, "items" | "keep" | "remove">} store
 * @returns {Pick<import("./sender.js").World, "items" | "keep">}
 */
export function shelvesOf(store) {
  /** @type {Map<string, Item>} */
  const unwritten = new Map();
  const latest = (/** @type {Item} */ item) => {
    const known = unwritten.get(item.id);
    return known?.at === item.at ? known : item;
  };
  return {
    items: async () => (await store.items()).map(latest),
    keep: async (item) => {
      try {
        await store.keep(item, Date.now());
        unwritten.delete(item.id);
      } catch {
        unwritten.set(item.id, item);
        await (item.state === "sent" && store.remove(item.id));
      }
    },
  };
}

/**
 * @param {Store} store
 * @param {Choices} choices
 * @param {Ears} ears
 * @returns {import("./sender.js").World}
 */
export function worldOf(store, choices, { changed, wake }) {
  return {
    ...shelvesOf(store),
    words: async (item) => {
      const letters = await store.letters(item.id);
      return letters ? sendWords(item, letters, Date.now()) : { verdict: "needs", told: null };
    },
    photo: async (item, photo) => {
      const [kept, letters] = await Promise.all([store.photo(photo.id), store.letters(item.id)]);
      if (!kept || !letters) {
        // A browser short of room may take a part; what is not here never goes.
        return { verdict: "needs", change: { refused: "" } };
      }
      const { blob: body, sha256 } = kept;
      const asked = { uploads: UPLOADS, item, photo, body, sha256, pass: letters.pass, zone: "staff" };
      const going = (choices.going = { id: item.id, stop: new AbortController() });
      return sendPhoto(asked, { progress: teller(photo.id), signal: going.stop.signal });
    },
    now: () => Date.now(),
    chance: () => Math.random(),
    isAllowed: () => isAllowed(choices),
    alone: (work) => navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => (lock ? work() : undefined)),
    wake: (milliseconds) => wake?.(milliseconds),
    changed: () => changed?.(),
  };
}

/** Sends everything that may go, once; for the worker. Throws when something still waits. */
export async function sendAll() {
  const store = await openStore();
  const choices = { wifiOnly: await store.setting("wifiOnly") };
  await new Sender(worldOf(store, choices, { changed: tellOthers() })).again(() => false);
  const left = await store.items();
  store.db.close();
  if (left.some(({ state }) => state === "waiting")) {
    throw new Error("not all was sent");
  }
}

/** Tells the other tabs that something changed. */
export function tellOthers() {
  const others = new BroadcastChannel(LOCK);
  return () => others.postMessage("changed");
}

/** Asks to be woken when the network is back, where the browser can. Its answer changes nothing here. */
export async function askToBeWoken() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await /** @type {any} */ (worker)?.sync?.register(TAG).catch(() => undefined);
}

/** Whether this browser sends when no page of ours is open. */
export const sendsAlone = () => Boolean(navigator.serviceWorker?.controller) && "SyncManager" in globalThis;

/**
 * The mark for the other pages.
 * @param {number} count of what waits here
 */
export function mark(count) {
  try {
    if (count > 0) {
      localStorage.setItem(FLAG, String(count));
    } else {
      localStorage.removeItem(FLAG);
    }
  } catch {
    // Without a mark the other pages say nothing; the outbox itself still does.
  }
}

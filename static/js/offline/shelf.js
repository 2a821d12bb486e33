/**
 * Where kept pages lie: sealed under the key of one sign-in, which the browser does not hand out
 * again. Whatever opens them asks here first whether that sign-in may still be.
 */

import { openDB } from "../../vendor/idb-8.0.4/index.js";
import { isNews, isOver } from "./limits.js";

/** @typedef {import("./limits.js").Limits & { name: string, key: CryptoKey, skew: number, state: string }} Holder */
/** @typedef {{ title: string, html: string, headers: [string, string][], at: number }} Page */
/** @typedef {{ url: string, version: string, iv: Uint8Array<ArrayBuffer>, text: ArrayBuffer }} Sealed */

const NAME = "lang-nghe-kept";
const HOLDER = "holder";
const LEFT = "left";

/** @param {string} base64 */
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

/** @type {Promise<Shelf> | undefined} */
let opened;

/** The shelf of this browser, opened once. */
export function openShelf() {
  opened ??= open().catch((problem) => {
    opened = undefined;
    throw problem;
  });
  return opened;
}

async function open() {
  const db = await openDB(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("pages", { keyPath: "url" });
      fresh.createObjectStore("signs");
    },
    blocking: (_now, _wanted, event) => {
      /** @type {IDBDatabase} */ (event.target).close();
      opened = undefined;
    },
    terminated: () => {
      opened = undefined;
    },
  });
  return new Shelf(db);
}

export class Shelf {
  /** @param {import("../../vendor/idb-8.0.4/index.js").IDBPDatabase} db */
  constructor(db) {
    this.db = db;
  }

  /**
   * Whose pages these are; nobody's when their time is over, and then they go.
   * @param {number} now
   * @returns {Promise<Holder | undefined>}
   */
  async holder(now) {
    const found = /** @type {Holder | undefined} */ (await this.db.get("signs", HOLDER));
    if (found && isOver(found, now)) {
      await this.forget();
      return undefined;
    }
    if (found && isNews(found, now)) {
      await this.change(found, { seen: now });
    }
    return found;
  }

  /**
   * Begins for a sign-in; pages of another one go. Nothing begins for one that left meanwhile.
   * @param {{ name: string, key: string, seconds: number, at: number }} told
   * @param {number} now
   * @returns {Promise<Holder | undefined>}
   */
  async begin({ name, key, seconds, at }, now) {
    const before = await this.holder(now);
    if (before && before.name === name) {
      return before;
    }
    await this.forget();
    const own = await crypto.subtle.importKey("raw", bytesOf(key), "AES-GCM", false, ["encrypt", "decrypt"]);
    const holder = { name, key: own, seen: now, until: now + seconds * 1000, skew: at - now, state: "" };
    const signs = this.db.transaction("signs", "readwrite").store;
    if ((await signs.get(LEFT)) === name) {
      return undefined;
    }
    await signs.put(holder, HOLDER);
    return holder;
  }

  /**
   * Unless somebody else came meanwhile, or they left.
   * @param {Holder} holder
   * @param {Partial<Holder>} what
   */
  async change(holder, what) {
    const signs = this.db.transaction("signs", "readwrite").store;
    const now = /** @type {Holder | undefined} */ (await signs.get(HOLDER));
    if (now?.name === holder.name) {
      await signs.put({ ...now, ...what }, HOLDER);
    }
  }

  /**
   * @param {Holder} holder
   * @param {string} url
   * @param {string} version
   * @param {Page} page
   */
  async put(holder, url, version, page) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const how = { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(url) };
    const text = await crypto.subtle.encrypt(how, holder.key, new TextEncoder().encode(JSON.stringify(page)));
    const writing = this.db.transaction(["pages", "signs"], "readwrite");
    const now = /** @type {Holder | undefined} */ (await writing.objectStore("signs").get(HOLDER));
    // Somebody may have signed out while the page was on its way.
    if (now?.name === holder.name) {
      void writing.objectStore("pages").put({ url, version, iv, text });
    }
    await writing.done;
  }

  /**
   * @param {string} url
   * @param {number} now
   * @returns {Promise<Page | null>}
   */
  async read(url, now) {
    const holder = await this.holder(now);
    const sealed = /** @type {Sealed | undefined} */ (await this.db.get("pages", url));
    if (!holder || !sealed) {
      return null;
    }
    try {
      const how = { name: "AES-GCM", iv: sealed.iv, additionalData: new TextEncoder().encode(url) };
      const bytes = await crypto.subtle.decrypt(how, holder.key, sealed.text);
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return null;
    }
  }

  /** @returns {Promise<Map<string, string>>} versions by address */
  async versions() {
    /** @type {Sealed[]} */
    const all = await this.db.getAll("pages");
    return new Map(all.map(({ url, version }) => [url, version]));
  }

  /** @returns {Promise<Set<string>>} whose files the pages need: versions begin with their build */
  async builds() {
    const versions = [...(await this.versions()).values()];
    return new Set(versions.map((version) => version.split(".")[0] ?? ""));
  }

  /** @param {string} url */
  async drop(url) {
    await this.db.delete("pages", url);
  }

  /** Takes key and pages away. What waits to be sent lies elsewhere and stays. */
  async forget() {
    const writing = this.db.transaction(["pages", "signs"], "readwrite");
    void writing.objectStore("pages").clear();
    void writing.objectStore("signs").delete(HOLDER);
    await writing.done;
  }

  /**
   * Somebody signed out here, whether or not the server heard of it.
   * @param {string} [name] of their sign-in, where the page knows it
   */
  async leave(name = "") {
    const holder = /** @type {Holder | undefined} */ (await this.db.get("signs", HOLDER));
    const who = name || holder?.name;
    if (who) {
      await this.db.put("signs", who, LEFT);
    }
    await this.forget();
  }

  /** @returns {Promise<string>} the sign-in of which the server may not know yet that it is over */
  async left() {
    return (await this.db.get("signs", LEFT)) ?? "";
  }

  /** The server knows. */
  async settle() {
    await this.db.delete("signs", LEFT);
  }
}

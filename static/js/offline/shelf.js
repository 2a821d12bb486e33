/**
 * Where kept pages lie: sealed under keys of one sign-in, which the browser does not hand out again.
 * What was written opens for as long as that sign-in may last; empty forms for as long as what is
 * written on them is taken. Whatever opens them asks here first.
 */

import { imported, openWith, sealWith } from "../pages/own.js";
import { openKept } from "./kept_shelves.js";
import { isNews, isOver } from "./limits.js";

/**
 * @typedef {import("./limits.js").Limits & { name: string, key: CryptoKey | null, forms: Forms, skew: number, state: string }} Holder
 *   without a key when the sign-in is over
 * @typedef {{ key: CryptoKey, until: number }} Forms
 * @typedef {{ name: string, key: string, seconds: number, forms: { key: string, seconds: number }, at: number }} Told
 * @typedef {{ url: string, version: string, isForm?: boolean }} Kept
 * @typedef {{ title: string, html: string, headers: [string, string][], at: number }} Page
 * @typedef {Kept & import("../pages/own.js").Sealed} Sealed
 */

const HOLDER = "holder";
const LEFT = "left";

/**
 * @param {Holder} holder
 * @param {Kept} kept
 */
const keyFor = (holder, { isForm }) => (isForm ? holder.forms.key : holder.key);

/** @type {Promise<Shelf> | undefined} */
let opened;

const again = () => (opened = undefined);

/** The shelf of this browser, opened once. */
export function openShelf() {
  opened ??= openKept(again).then(
    (db) => new Shelf(db),
    (problem) => {
      again();
      throw problem;
    },
  );
  return opened;
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
    if (found && now > found.forms.until) {
      await this.forget();
      return undefined;
    }
    if (found?.key && isOver(found, now)) {
      await this.close(found);
      return { ...found, key: null };
    }
    if (found && isNews(found, now)) {
      await this.change(found, { seen: now });
    }
    return found;
  }

  /**
   * Begins for a sign-in; pages of another one go. Nothing begins for one that left meanwhile.
   * @param {Told} told
   * @param {number} now
   * @returns {Promise<Holder | undefined>}
   */
  async begin({ name, key, seconds, forms, at }, now) {
    const before = await this.holder(now);
    if (before && before.name === name) {
      return before;
    }
    await this.forget();
    const own = { key: await imported(forms.key), until: now + forms.seconds * 1000 };
    const until = now + seconds * 1000;
    const holder = { name, key: await imported(key), forms: own, seen: now, until, skew: at - now, state: "" };
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
   * @param {Kept} kept
   * @param {Page} page
   */
  async put(holder, kept, page) {
    const key = keyFor(holder, kept);
    if (!key) {
      return;
    }
    // A page stands at its own address alone.
    const sealed = await sealWith(key, kept.url, page);
    const writing = this.db.transaction(["pages", "signs"], "readwrite");
    const now = /** @type {Holder | undefined} */ (await writing.objectStore("signs").get(HOLDER));
    // Somebody may have signed out while the page was on its way.
    if (now?.name === holder.name) {
      void writing.objectStore("pages").put({ ...kept, ...sealed });
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
    return openWith(holder && sealed && keyFor(holder, sealed), url, sealed);
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

  /**
   * The sign-in is over: what was written can no longer be opened here.
   * @param {Holder} holder
   */
  async close(holder) {
    const written = [...(await this.db.getAll("pages"))].filter(({ isForm }) => !isForm);
    await Promise.all(written.map(({ url }) => this.drop(url)));
    await this.change(holder, { key: null, state: "" });
  }

  /** Takes keys and pages away. What waits to be sent lies elsewhere and stays. */
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

/**
 * A phone without a screen: the outbox's own modules in Node.js, sending over the line they are
 * given. Reads what waits from stdin as JSON, writes what became of it to stdout.
 */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { sealed, sealedText } from "../../static/js/outbox/letter.js";
import { sendPhoto, sendWords } from "../../static/js/outbox/requests.js";
import { Sender } from "../../static/js/outbox/sender.js";

/** @typedef {import("../../static/js/outbox/queue.js").Item} Item */
/** @typedef {{ id: string, form: string, to: string, fields: string[][], photos: string[] }} Report photos: files */

/**
 * @typedef {object} Asked
 * @property {string} line where to send
 * @property {string} key the server's, for letters
 * @property {string} pass
 * @property {Report[]} reports
 * @property {number} speed how many times faster its clock runs
 * @property {number} seconds after which it gives up
 */

/** @type {Asked} */
const { line, key, pass, reports, speed, seconds } = JSON.parse(readFileSync(0, "utf8"));
const start = Date.now();
const now = () => start + (Date.now() - start) * speed;

/**
 * @param {Report} report
 * @param {string} id
 * @param {{ id: string }[]} photos
 */
async function lettersOf({ form, fields }, id, photos) {
  const named = fields.map(([name, value]) => [name, name === "id" ? id : value]);
  const told = { v: 1, pass, form, form_version: "1", saved_at: new Date(now()).toISOString(), fields: named };
  const names = photos.map((photo) => ({ id: photo.id, name: "hinh.jpg", is_original: false }));
  const [words, own] = await Promise.all([
    sealedText(key, `${id}/form`, JSON.stringify({ ...told, photos: names })),
    sealedText(key, `${id}/pass`, pass),
  ]);
  return { form: new Blob([words]), pass: Buffer.from(own).toString("base64url") };
}

/** @type {Map<string, { item: Item, report: Report, letters: { form: Blob, pass: string } }>} */
const kept = new Map();
/** @type {Map<string, { body: Blob, sha256: string }>} */
const pictures = new Map();

/**
 * @param {string} item
 * @param {string} file
 */
async function picture(item, file) {
  const id = crypto.randomUUID();
  const letter = await sealed(key, `${item}/photo/${id}`, Uint8Array.from(readFileSync(file)));
  const sha256 = Buffer.from(await crypto.subtle.digest("SHA-256", letter)).toString("hex");
  pictures.set(id, { body: new Blob([letter]), sha256 });
  return { id, size: letter.length, sent: 0, isDone: false, isOriginal: false };
}

for (const report of reports) {
  const photos = await Promise.all(report.photos.map((file) => picture(report.id, file)));
  /** @type {Item} */
  const item = {
    id: report.id,
    form: report.form,
    to: line + report.to,
    owner: "a",
    at: now(),
    state: "waiting",
    hasGone: false,
    photos,
    failures: 0,
    notBefore: 0,
  };
  kept.set(item.id, { item, report, letters: await lettersOf(report, item.id, photos) });
}

/** @param {string} id */
function entry(id) {
  const found = kept.get(id);
  if (!found) {
    throw new Error(`nothing kept of ${id}`);
  }
  return found;
}

/** @type {number | undefined} */
let pause;
const sender = new Sender({
  items: async () => [...kept.values()].map(({ item }) => item),
  keep: async (item) => void (entry(item.id).item = item),
  words: (item) => sendWords(item, entry(item.id).letters, now()),
  photo: (item, photo) => {
    const { body, sha256 } = /** @type {{ body: Blob, sha256: string }} */ (pictures.get(photo.id));
    const asked = { uploads: `${line}/uploads`, item, photo, body, sha256, pass: entry(item.id).letters.pass, zone: "staff" };
    return sendPhoto(asked, { progress: () => undefined });
  },
  now,
  chance: Math.random,
  isAllowed: () => true,
  alone: (work) => work(),
  wake: (milliseconds) => void (pause = milliseconds),
  changed: () => undefined,
});

const begun = performance.now();
const spent = () => (performance.now() - begun) / 1000;
do {
  pause = undefined;
  await sender.run();
  await sleep((pause ?? 0) / speed);
} while (pause !== undefined && spent() < seconds);

process.stdout.write(JSON.stringify({ seconds: spent(), items: [...kept.values()].map(({ item }) => item) }));

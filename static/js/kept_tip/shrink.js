/** Makes a tip's photos small before they are sealed: less to send, and nothing in them but the picture. */

import { redrawn } from "../photo_redraw.js";

/** Longer no picture takes on the slowest phone. */
const PATIENCE_MS = 20_000;

/**
 * What the work gives, or nothing when it takes too long.
 * @param {Promise<Blob>} work
 * @returns {Promise<Blob | null>}
 */
async function inTime(work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let clock;
  /** @type {Promise<null>} */
  const late = new Promise((done) => (clock = setTimeout(() => done(null), PATIENCE_MS)));
  return Promise.race([work, late]).finally(() => clearTimeout(clock));
}

/**
 * The picture redrawn where that makes it smaller; the file itself when this phone cannot.
 * @param {File} file
 * @param {(file: File) => Promise<Blob>} draw
 * @returns {Promise<File>}
 */
async function small(file, draw) {
  try {
    const picture = await inTime(draw(file));
    if (!picture || picture.size >= file.size) {
      return file;
    }
    const name = `${file.name.replace(/\.[^.]{1,5}$/, "") || "anh"}.jpg`;
    return new File([picture], name, { type: "image/jpeg" });
  } catch {
    return file;
  }
}

/**
 * One after the other: a cheap phone has room for one picture at a time.
 * @param {File[]} photos
 * @param {(file: File) => Promise<Blob>} [draw]
 * @returns {Promise<File[]>}
 */
export async function allSmall(photos, draw = redrawn) {
  const made = [];
  for (const file of photos) {
    made.push(await small(file, draw));
  }
  return made;
}

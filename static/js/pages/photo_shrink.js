/** Makes a picture small before it is sent; whatever goes wrong, the picture itself is kept. */

import { pictureOf } from "./photo_bytes.js";
import { redrawn } from "./photo_redraw.js";

/** Longer no picture takes on the slowest phone. */
const PATIENCE_MS = 30_000;
const IDLE_MS = 60_000;

/**
 * The name under which the redrawn picture travels.
 * @param {string} name such as "IMG_2041.HEIC"
 */
export function jpegName(name) {
  return `${name.replace(/\.[^.]{1,5}$/, "") || "anh"}.jpg`;
}

/** @type {Worker | undefined} */
let worker;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let rest;

function letGo() {
  worker?.terminate();
  worker = undefined;
}

/** Older phones draw on the page only. */
const drawsAside = () => typeof OffscreenCanvas === "function";

/**
 * Wakes the worker while the person still aims the camera; with nothing to draw it is let go again.
 * @returns {Worker | undefined}
 */
export function awake() {
  if (drawsAside()) {
    // Beside the file that this one is published in.
    worker ??= new Worker(new URL("./photo_worker.js", import.meta.url), { type: "module" });
    clearTimeout(rest);
    rest = setTimeout(letGo, IDLE_MS);
  }
  return worker;
}

/**
 * @param {Worker} drawing
 * @param {File} file
 * @returns {Promise<import("./photo_bytes.js").Drawn | null>}
 */
async function redrawnBy(drawing, file) {
  const { port1, port2 } = new MessageChannel();
  try {
    return await new Promise((done, fail) => {
      port1.onmessage = (event) => done(event.data);
      drawing.addEventListener("error", fail, { once: true });
      // A phone short of memory kills a worker without a word.
      setTimeout(fail, PATIENCE_MS);
      drawing.postMessage(file, [port2]);
    });
  } catch (problem) {
    letGo();
    throw problem;
  } finally {
    port1.close();
  }
}

/**
 * The picture redrawn as a JPEG, or the file itself when this browser cannot read or draw it.
 * @param {File} file
 * @returns {Promise<File>}
 */
export async function shrunk(file) {
  try {
    const drawing = awake();
    const drawn = await (drawing ? redrawnBy(drawing, file) : redrawn(file));
    return drawn ? pictureOf(drawn, jpegName(file.name), file.lastModified) : file;
  } catch {
    // Not a picture this browser reads (HEIC, a broken file): the server decides what it is.
    return file;
  }
}

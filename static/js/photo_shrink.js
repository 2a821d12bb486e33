/** Makes a picture small before it is sent; whatever goes wrong, the picture itself is kept. */

import { redrawn } from "./photo_redraw.js";

/**
 * The name under which the redrawn picture travels.
 * @param {string} name such as "IMG_2041.HEIC"
 */
export function jpegName(name) {
  return `${name.replace(/\.[^.]{1,5}$/, "") || "anh"}.jpg`;
}

/**
 * @param {File} file
 * @returns {Promise<Blob | null>}
 */
async function redrawnInWorker(file) {
  const worker = new Worker(new URL("./photo_worker.js", import.meta.url), { type: "module" });
  try {
    return await new Promise((done, fail) => {
      worker.addEventListener("message", (event) => done(event.data));
      worker.addEventListener("error", fail);
      worker.postMessage(file);
    });
  } finally {
    worker.terminate();
  }
}

/**
 * The picture redrawn as a JPEG, or the file itself when this browser cannot read or draw it.
 * @param {File} file
 * @returns {Promise<File>}
 */
export async function shrunk(file) {
  try {
    // Older phones draw on the page only.
    const drawsAside = typeof OffscreenCanvas === "function";
    const picture = await (drawsAside ? redrawnInWorker(file) : redrawn(file));
    const { lastModified } = file;
    return picture
      ? new File([picture], jpegName(file.name), { type: "image/jpeg", lastModified })
      : file;
  } catch {
    // Not a picture this browser reads (HEIC, a broken file): the server decides what it is.
    return file;
  }
}

/** The tile of a picture just chosen: its name while it is made small, then the picture. */

import { toBytes } from "./base64.js";
import { lookOf } from "./photo_bytes.js";

/** @typedef {{ look: string | null, isProof: boolean, drop: () => void }} Earlier look: its bytes in base64 */

/**
 * @param {HTMLTemplateElement} template
 * @param {File} file
 */
export function tileFor(template, file) {
  const tile = /** @type {HTMLElement} */ (template.content.cloneNode(true)).querySelector("li");
  const state = tile?.querySelector(".state");
  if (!tile || !state) {
    throw new Error("the tile's template has no place for a name");
  }
  tile.setAttribute("aria-busy", "true");
  state.textContent = file.name;
  return tile;
}

/**
 * Shows a picture that was made small: the large one would be read twice, once only to be looked at.
 * @param {HTMLElement} tile
 * @param {File} file
 */
export function show(tile, file) {
  const image = /** @type {HTMLImageElement} */ (tile.querySelector("img"));
  tile.removeAttribute("aria-busy");
  image.alt = file.name;
  image.src = URL.createObjectURL(new Blob([lookOf(file) ?? file]));
  const release = () => URL.revokeObjectURL(image.src);
  image.addEventListener("load", release, { once: true });
  // A picture that cannot be shown still has its name under it.
  image.addEventListener("error", () => (release(), image.remove()), { once: true });
}

/**
 * The tile of a picture that was chosen on a page that is gone, and is kept elsewhere.
 * @param {HTMLTemplateElement} template
 * @param {Earlier} picture
 * @param {string} name
 */
export function earlierTile(template, { look, isProof }, name) {
  const file = new File([toBytes(look ?? "")], name);
  const tile = tileFor(template, file);
  tile.dataset.earlier = "";
  show(tile, file);
  // The picture as it was taken is not at hand any more.
  Object.assign(tile.querySelector(".proof input") ?? {}, { checked: isProof, disabled: true });
  return tile;
}

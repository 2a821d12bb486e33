/**
 * The bytes of pictures redrawn on this page, so that whoever seals them need not fetch them again,
 * and a small look of each, so that nobody reads the large one to show it.
 */

/** @typedef {[bytes: ArrayBuffer, look: ArrayBuffer]} Drawn */

/** @type {WeakMap<File, ArrayBuffer>} */
const known = new WeakMap();
/** @type {WeakMap<File, ArrayBuffer | undefined>} */
const looks = new WeakMap();

/**
 * @param {Drawn} drawn
 * @param {string} name
 * @param {number} lastModified
 */
export function pictureOf([bytes, look], name, lastModified) {
  const picture = new File([bytes], name, { type: "image/jpeg", lastModified });
  known.set(picture, bytes);
  looks.set(picture, look);
  return picture;
}

/**
 * How a picture that was redrawn here looks.
 * @param {File} file
 */
export const lookOf = (file) => looks.get(file);

/**
 * A picture that looks as another one does.
 * @param {File} picture
 * @param {File} other
 */
export function alike(picture, other) {
  looks.set(picture, looks.get(other));
  return picture;
}

/**
 * @param {File} file
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function bytesOf(file) {
  return new Uint8Array(known.get(file) ?? (await file.arrayBuffer()));
}

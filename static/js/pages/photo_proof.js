/** The untouched file behind a picture that the officer marked as proof. */

/** @type {WeakMap<File, File>} */
const originals = new WeakMap();

/**
 * @param {File} picture as it stands in the form
 * @param {File | null} original null takes the mark away
 */
export function mark(picture, original) {
  if (original && original !== picture) {
    originals.set(picture, original);
  } else {
    originals.delete(picture);
  }
}

/**
 * @param {File} picture
 * @returns {File | undefined} nothing for one that is no proof, or that travels untouched anyway
 */
export const originalOf = (picture) => originals.get(picture);

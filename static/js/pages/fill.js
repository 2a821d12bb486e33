/** Sentences come from the page; what is only known here is put into them. */

/**
 * A sentence of the page with its one gap filled.
 * @param {string | undefined} sentence such as "Sửa ý kiến {number}"
 * @param {string | number} value
 */
export function fill(sentence, value) {
  return (sentence ?? "").replace(/\{\w+\}/, String(value));
}

/**
 * What a camera wrote into a JPEG, kept beside the picture while it is redrawn: only for pages
 * where an officer lets the time be read. Layout as in EXIF 2.32 (CIPA DC-008), 4.5 and 4.7.
 */

import { alike } from "./photo_bytes.js";

const APP1 = 0xe1;
const START_OF_SCAN = 0xda;
const ORIENTATION = 0x0112;
/** Metadata stands at the very beginning of a file. */
const HEAD = 256 * 1024;

/**
 * The EXIF segment of a JPEG, whole with its marker; null when there is none.
 * @param {ArrayBuffer} buffer the beginning of the file
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
export function segmentIn(buffer) {
  const view = new DataView(buffer);
  const isJpeg = view.byteLength > 4 && view.getUint16(0) === 0xffd8;
  let at = isJpeg ? 2 : view.byteLength;
  while (at + 10 <= view.byteLength && view.getUint8(at + 1) !== START_OF_SCAN) {
    const end = at + 2 + view.getUint16(at + 2);
    if (isExif(view, at)) {
      return end <= view.byteLength ? new Uint8Array(buffer.slice(at, end)) : null;
    }
    at = end;
  }
  return null;
}

/**
 * @param {DataView} view
 * @param {number} at where a segment begins
 */
const isExif = (view, at) =>
  view.getUint8(at + 1) === APP1 && view.getUint32(at + 4) === 0x45786966;

/**
 * The segment saying that the picture stands upright, as a redrawn one does. Changes it in place.
 * @param {Uint8Array<ArrayBuffer>} segment
 */
export function upright(segment) {
  const view = new DataView(segment.buffer);
  const start = 10;
  if (view.byteLength < start + 8) {
    return segment;
  }
  const isLittle = view.getUint16(start) === 0x4949;
  const first = start + view.getUint32(start + 4, isLittle);
  const count = first + 2 <= view.byteLength ? view.getUint16(first, isLittle) : 0;
  for (let at = first + 2; at < first + 2 + count * 12 && at + 12 <= view.byteLength; at += 12) {
    if (view.getUint16(at, isLittle) === ORIENTATION) {
      view.setUint16(at + 8, 1, isLittle);
    }
  }
  return segment;
}

/**
 * What the camera wrote into a file; null for none, and for files that are no JPEG.
 * @param {File} file
 */
export async function written(file) {
  try {
    const segment = segmentIn(await file.slice(0, HEAD).arrayBuffer());
    return segment && upright(segment);
  } catch {
    return null;
  }
}

/**
 * The redrawn picture with what the camera wrote put back right behind its start.
 * @param {File} picture
 * @param {Uint8Array<ArrayBuffer>} segment
 */
export function withWritten(picture, segment) {
  const { type, lastModified } = picture;
  return new File([picture.slice(0, 2), segment, picture.slice(2)], picture.name, {
    type,
    lastModified,
  });
}

/**
 * The redrawn picture with what the camera wrote into the first one, if it wrote anything.
 * @param {File} first
 * @param {File} redrawn
 */
export async function dated(first, redrawn) {
  const segment = await written(first);
  return segment ? alike(withWritten(redrawn, segment), redrawn) : undefined;
}

/** Draws a picture anew as a JPEG small enough for a weak line, in a worker or on the page. */

export const LONGEST_SIDE = 2048;
const PLENTY = 400 * 1024;
const QUALITIES = [0.8, 0.65];

/** @param {number} side */
function atLeastOne(side) {
  return Math.max(1, Math.round(side));
}

/**
 * The size to draw at: never larger than it was, the longer side at most `longest`.
 * @param {number} width
 * @param {number} height
 * @param {number} [longest]
 */
export function fitted(width, height, longest = LONGEST_SIDE) {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: atLeastOne(width * scale), height: atLeastOne(height * scale) };
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {OffscreenCanvas | HTMLCanvasElement}
 */
function canvasOf(width, height) {
  if (typeof OffscreenCanvas === "function") {
    return new OffscreenCanvas(width, height);
  }
  return Object.assign(document.createElement("canvas"), { width, height });
}

/**
 * @param {OffscreenCanvas | HTMLCanvasElement} canvas
 * @param {number} quality
 * @returns {Promise<Blob | null>}
 */
function encoded(canvas, quality) {
  if ("convertToBlob" in canvas) {
    return canvas.convertToBlob({ type: "image/jpeg", quality });
  }
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

/**
 * The picture upright, at most 2048 pixels long, without its metadata.
 *
 * Rejects when this browser cannot read or draw it.
 * @param {Blob} file
 * @returns {Promise<Blob>}
 */
export async function redrawn(file) {
  const bitmap = await createImageBitmap(file);
  const { width, height } = fitted(bitmap.width, bitmap.height);
  const canvas = canvasOf(width, height);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  // A transparent picture would turn black in a JPEG.
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "medium";
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  let best = null;
  for (const quality of QUALITIES) {
    best = await encoded(canvas, quality);
    if (best && best.size <= PLENTY) {
      break;
    }
  }
  if (!best) {
    throw new Error("the picture could not be written");
  }
  return best;
}

/** Draws a picture anew as a JPEG small enough for a weak line, in a worker or on the page. */

export const LONGEST_SIDE = 2048;
/** Of its small look, sharp enough for a tile. */
const LOOK_SIDE = 320;
/** What a photo should weigh, and what it must not pass where a lower quality can help it. */
const WANTED = 300_000;
const PLENTY = 400_000;
const BEST = 0.85;
const WORST = 0.4;
/** Two qualities between which the weight of all others is reckoned. */
const TRIED = /** @type {const} */ ([0.45, 0.8]);
/** A sample of the picture: so many little squares each way, whole blocks of the encoder each. */
const SQUARES = 8;
const SQUARE = 48;

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

/** @param {OffscreenCanvas | HTMLCanvasElement} canvas */
function penOf(canvas) {
  const pen = /** @type {OffscreenCanvasRenderingContext2D | null} */ (canvas.getContext("2d"));
  if (!pen) {
    throw new Error("nothing can be drawn");
  }
  return pen;
}

/**
 * The quality at which a picture weighs what is wanted. Between two qualities the weight grows by
 * about the same factor with every step.
 * @param {number} low weight at the lower quality tried
 * @param {number} high weight at the higher one
 * @param {number} [wanted]
 */
export function qualityFor(low, high, wanted = WANTED) {
  const [from, to] = TRIED;
  const share = Math.log(wanted / low) / Math.log(Math.max(high, low + 1) / low);
  return Math.min(BEST, Math.max(WORST, from + share * (to - from)));
}

/**
 * The quality for a drawn picture, from squares all over it: to encode the whole of it once only.
 * @param {OffscreenCanvas | HTMLCanvasElement} drawn
 */
async function chosenQuality(drawn) {
  const { width, height } = drawn;
  const side = SQUARES * SQUARE;
  if (width * height < 4 * side * side) {
    return BEST;
  }
  const sample = canvasOf(side, side);
  const pen = penOf(sample);
  for (let n = 0; n < SQUARES * SQUARES; n += 1) {
    const [column, row] = [n % SQUARES, Math.floor(n / SQUARES)];
    const x = Math.floor(((column + 0.5) * width) / SQUARES - SQUARE / 2);
    const y = Math.floor(((row + 0.5) * height) / SQUARES - SQUARE / 2);
    pen.drawImage(drawn, x, y, SQUARE, SQUARE, column * SQUARE, row * SQUARE, SQUARE, SQUARE);
  }
  const [low, high] = await Promise.all(TRIED.map((quality) => encoded(sample, quality)));
  const times = (width * height) / (side * side);
  return low && high ? qualityFor(low.size * times, high.size * times) : BEST;
}

/**
 * @param {OffscreenCanvas | HTMLCanvasElement} drawn
 */
function lookOf(drawn) {
  const { width, height } = fitted(drawn.width, drawn.height, LOOK_SIDE);
  const canvas = canvasOf(width, height);
  const pen = penOf(canvas);
  pen.imageSmoothingQuality = "medium";
  pen.drawImage(drawn, 0, 0, width, height);
  return encoded(canvas, BEST);
}

/**
 * The picture upright, at most 2048 pixels long and about 300 KB, without its metadata; and a small
 * look of it.
 *
 * Rejects when this browser cannot read or draw it.
 * @param {Blob} file
 * @returns {Promise<import("./photo_bytes.js").Drawn>}
 */
export async function redrawn(file) {
  const bitmap = await createImageBitmap(file);
  const { width, height } = fitted(bitmap.width, bitmap.height);
  const canvas = canvasOf(width, height);
  const pen = penOf(canvas);
  // A transparent picture would turn black in a JPEG.
  pen.fillStyle = "white";
  pen.fillRect(0, 0, width, height);
  // Down to half the size each pixel still counts the simple way, which takes a third of the time.
  pen.imageSmoothingQuality = width * 2 >= bitmap.width ? "low" : "medium";
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const quality = await chosenQuality(canvas);
  const once = await encoded(canvas, quality);
  const best = once && once.size > PLENTY && quality > WORST ? await encoded(canvas, WORST) : once;
  const look = await lookOf(canvas);
  if (!best || !look) {
    throw new Error("the picture could not be written");
  }
  return Promise.all([best.arrayBuffer(), look.arrayBuffer()]);
}

/** Makes a picture small enough for a weak line. Drawing it anew also leaves its metadata behind. */

export const LONGEST_SIDE = 2048;
const PLENTY = 400 * 1024;
const QUALITIES = [0.8, 0.65];

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

/** @param {number} side */
function atLeastOne(side) {
  return Math.max(1, Math.round(side));
}

/**
 * The name under which the redrawn picture travels.
 * @param {string} name such as "IMG_2041.HEIC"
 */
export function jpegName(name) {
  return `${name.replace(/\.[^.]{1,5}$/, "") || "anh"}.jpg`;
}

/**
 * @param {File} file
 * @returns {Promise<{ width: number, height: number }>} the size as it is seen, upright
 */
async function sizeOf(file) {
  const picture = new Image();
  const address = URL.createObjectURL(file);
  try {
    picture.src = address;
    await picture.decode();
    return { width: picture.naturalWidth, height: picture.naturalHeight };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/**
 * @param {ImageBitmap} bitmap
 * @param {number} quality
 * @returns {Promise<Blob | null>}
 */
async function encode(bitmap, quality) {
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const pen = canvas.getContext("2d");
  if (!pen) {
    return null;
  }
  // A transparent picture would turn black in a JPEG.
  pen.fillStyle = "white";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

/**
 * The picture redrawn as a JPEG, or the file itself when this browser cannot read or draw it.
 * @param {File} file
 * @returns {Promise<File>}
 */
export async function shrunk(file) {
  try {
    const seen = await sizeOf(file);
    const { width, height } = fitted(seen.width, seen.height);
    const bitmap = await createImageBitmap(file, {
      resizeWidth: width,
      resizeHeight: height,
      resizeQuality: "medium",
    });
    let best = null;
    for (const quality of QUALITIES) {
      best = await encode(bitmap, quality);
      if (best && best.size <= PLENTY) {
        break;
      }
    }
    bitmap.close();
    const { lastModified } = file;
    return best ? new File([best], jpegName(file.name), { type: "image/jpeg", lastModified }) : file;
  } catch {
    // Not a picture this browser reads (HEIC, a broken file): the server decides what it is.
    return file;
  }
}

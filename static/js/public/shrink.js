// Makes large photos small on the phone before they are sent: less to wait for, less to pay.
// Whatever cannot be read here is sent as it is; the server decides.

export const LONGEST_SIDE = 2048;
export const WORTH_IT = 700000;
const QUALITY = 0.85;

/**
 * The size a picture is drawn at so that its longer side fits, never larger than it is.
 * @param {number} width
 * @param {number} height
 * @returns {{ width: number, height: number }}
 */
export function fitted(width, height) {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/**
 * @param {File} file
 * @returns {Promise<HTMLImageElement>}
 */
function opened(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = URL.createObjectURL(file);
  });
}

/**
 * @param {File} file
 * @returns {Promise<File>}
 */
async function shrunk(file) {
  if (file.size < WORTH_IT || !file.type.startsWith("image/")) return file;
  try {
    const image = await opened(file);
    const size = fitted(image.naturalWidth, image.naturalHeight);
    const canvas = Object.assign(document.createElement("canvas"), size);
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.drawImage(image, 0, 0, size.width, size.height);
    URL.revokeObjectURL(image.src);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name, { type: "image/jpeg" });
  } catch {
    return file;
  }
}

/**
 * Shrink what is chosen in a file field, one photo after the other, whenever the choice changes.
 * @param {HTMLInputElement} field
 */
export function attach(field) {
  let busy = false;
  field.addEventListener("change", async () => {
    if (busy || !field.files) return;
    const chosen = field.files;
    const ready = new DataTransfer();
    for (const file of chosen) ready.items.add(await shrunk(file));
    if (field.files !== chosen) return;
    busy = true;
    field.files = ready.files;
    busy = false;
  });
}

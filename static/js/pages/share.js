/**
 * Hands a ready sentence and its pictures to the phone's own sharing, in one tap. Where there is
 * none, the sentence is copied and each picture saved; what was done is said in words.
 */

/**
 * @typedef {object} Phone what this browser can do, handed in so that it can be another one
 * @property {((data: ShareData) => Promise<void>) | undefined} share
 * @property {(data: ShareData) => boolean} canShare
 * @property {(text: string) => Promise<boolean>} copy
 * @property {() => void} savePictures
 */

/** @typedef {"shared" | "words" | "copied" | "selected" | "again" | "cancelled"} Outcome */

/**
 * Hands over what is in hand.
 *
 * "words": only the sentence went, the pictures were saved. "selected": the sentence stands
 * marked and the person copies it. "again": the browser wants a fresh tap, since fetching took long.
 * @param {string} text
 * @param {File[] | null} files nothing when there are pictures that could not be fetched
 * @param {Phone} phone
 * @returns {Promise<Outcome>}
 */
export async function handOver(text, files, phone) {
  if (!phone.share) {
    return givenByHand(text, files, phone);
  }
  const whole = inOne(text, files, phone);
  try {
    await phone.share(whole ?? { text });
  } catch (problem) {
    return refused(problem, whole) ?? givenByHand(text, files, phone);
  }
  if (whole) {
    return "shared";
  }
  phone.savePictures();
  return "words";
}

/**
 * Words and pictures as one thing to share; null when the pictures are not in hand or not taken.
 * @param {string} text
 * @param {File[] | null} files
 * @param {Phone} phone
 * @returns {ShareData | null}
 */
function inOne(text, files, phone) {
  if (files === null || files.length === 0) {
    return files && { text };
  }
  return phone.canShare({ text, files }) ? { text, files } : null;
}

/**
 * What a refusal means; nothing when the sentence has to go another way.
 * @param {unknown} problem
 * @param {ShareData | null} whole
 * @returns {Outcome | undefined}
 */
function refused(problem, whole) {
  const { name } = /** @type {Error} */ (problem);
  if (name === "AbortError") {
    return "cancelled";
  }
  return name === "NotAllowedError" && whole ? "again" : undefined;
}

/**
 * @param {string} text
 * @param {File[] | null} files
 * @param {Phone} phone
 * @returns {Promise<Outcome>}
 */
async function givenByHand(text, files, phone) {
  const copied = await phone.copy(text);
  if (files === null || files.length > 0) {
    phone.savePictures();
  }
  return copied ? "copied" : "selected";
}

/**
 * The pictures as files whose names say nothing; null when one could not be fetched.
 * @param {string[]} addresses
 * @param {(address: string) => Promise<Response>} get
 * @returns {Promise<File[] | null>}
 */
export async function fetched(addresses, get) {
  try {
    return await Promise.all(
      addresses.map(async (address, index) => {
        const answer = await get(address);
        if (!answer.ok) {
          throw new Error("the picture is not there");
        }
        return new File([await answer.blob()], pictureName(index), { type: "image/jpeg" });
      }),
    );
  } catch {
    return null;
  }
}

/** @param {number} index */
export const pictureName = (index) => `anh-${index + 1}.jpg`;

/**
 * @param {string} text
 * @param {HTMLTextAreaElement} box
 */
async function copied(text, box) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard outside HTTPS: the box is marked, older browsers copy what is marked.
    box.focus();
    box.select();
    return document.execCommand("copy");
  }
}

/** @param {string[]} addresses */
function savePictures(addresses) {
  addresses.forEach((address, index) => {
    const link = Object.assign(document.createElement("a"), {
      href: address,
      download: pictureName(index),
    });
    document.body.append(link);
    link.click();
    link.remove();
  });
}

/** @param {HTMLElement} element holds the sentence in a box, the button, and what is said after it */
export function attach(element) {
  const box = element.querySelector("textarea");
  const button = element.querySelector("button");
  const status = element.querySelector("[role=status]");
  if (!box || !button || !status) {
    return;
  }
  const addresses = (element.dataset.pictures ?? "").split(" ").filter(Boolean);
  /** @type {Promise<File[] | null> | undefined} */
  let pictures;
  const fetchAll = () => {
    pictures ??= fetched(addresses, (address) => fetch(address)).then((files) => {
      // What failed is tried anew with the next tap.
      pictures = files === null ? undefined : pictures;
      return files;
    });
    return pictures;
  };
  /** @type {Phone} */
  const phone = {
    share: navigator.share ? (data) => navigator.share(data) : undefined,
    canShare: (data) => navigator.canShare?.(data) ?? false,
    copy: (text) => copied(text, box),
    savePictures: () => savePictures(addresses),
  };

  button.hidden = false;
  // Sharing must begin within the tap, so the pictures are fetched before it.
  button.addEventListener("pointerdown", fetchAll);
  if (element.dataset.ready !== undefined && phone.share) {
    void fetchAll();
  }
  button.addEventListener("click", async () => {
    button.setAttribute("aria-busy", "true");
    status.textContent = element.dataset.working ?? "";
    const files = phone.share ? await fetchAll() : addresses.length > 0 ? null : [];
    const outcome = await handOver(box.value, files, phone);
    status.textContent = element.dataset[outcome] ?? "";
    button.removeAttribute("aria-busy");
  });
}

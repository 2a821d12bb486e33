/** How far a photo is, told to every page that shows it: another tab or the worker may be sending. */

const NAME = "lang-nghe-progress";
/** More often no eye follows it, and a small phone has better to do. */
const EVERY_MS = 200;

/** @type {BroadcastChannel | undefined} */
let speaking;

/**
 * What a photo's way is told to.
 * @param {string} id of the photo
 * @returns {(sent: number) => void} bytes that are on their way
 */
export function teller(id) {
  const channel = (speaking ??= new BroadcastChannel(NAME));
  // Where a program without a page sends, this alone must not keep it running.
  /** @type {any} */ (channel).unref?.();
  let last = -Infinity;
  return (sent) => {
    const now = Date.now();
    if (now - last >= EVERY_MS) {
      last = now;
      channel.postMessage({ id, sent });
    }
  };
}

/**
 * @param {(id: string, sent: number) => void} hear
 * @returns {() => void} ends it
 */
export function listen(hear) {
  const channel = new BroadcastChannel(NAME);
  channel.addEventListener("message", ({ data }) => hear(data.id, data.sent));
  return () => channel.close();
}

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
  let told = -1;
  let latest = -1;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause;
  const tell = () => {
    pause = undefined;
    if (latest !== told) {
      told = latest;
      channel.postMessage({ id, sent: latest });
      pause = setTimeout(tell, EVERY_MS);
      /** @type {any} */ (pause).unref?.();
    }
  };
  // What comes in a pause is told at its end: the last of them is where the photo stands.
  return (sent) => {
    latest = sent;
    if (pause === undefined) {
      tell();
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

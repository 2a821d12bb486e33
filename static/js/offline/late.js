/**
 * Answers that came after the copy of their page was shown: the next who opens the address gets
 * them at once. They lie in the worker's memory alone, as they are not for keeping.
 */

const KEPT_MS = 60_000;

/** @type {Map<string, { answer: Response, at: number }>} by address */
const answers = new Map();
let isFor = {};

/**
 * @param {string} url
 * @param {Promise<Response | null>} coming
 */
export async function awaitLate(url, coming) {
  const asked = isFor;
  const come = await coming;
  const answer = come && (await whole(come));
  if (answer && asked === isFor) {
    answers.set(url, { answer, at: Date.now() });
  }
}

/**
 * Read to its end: its stream may not outlive the event that asked for it. A way elsewhere is none.
 * @param {Response} answer
 */
async function whole(answer) {
  const { status, headers } = answer;
  return answer.type === "opaqueredirect" ? answer : new Response(await answer.arrayBuffer(), { status, headers });
}

/**
 * Once.
 * @param {string} url
 * @param {number} now
 * @returns {Response | null}
 */
export function takeLate(url, now) {
  const found = answers.get(url);
  answers.delete(url);
  return found && now - found.at < KEPT_MS ? found.answer : null;
}

/** Somebody sends something, or comes or goes: what was asked before may no longer be so. */
export function forgetLate() {
  answers.clear();
  isFor = {};
}

/** The unchanging files of one build, taken whole when its worker is installed. */

const OF_A_BUILD = /^[0-9a-f]{12}$/;

/** @typedef {{ name: string, files: string[], page: string }} Build */

/**
 * All of it or nothing: a form must never stand there without its script.
 * @param {Build} build
 */
export async function takeFiles({ name, files, page }) {
  /** @type {[string, Response][]} */
  const taken = await Promise.all([...files, page].map(async (file) => [file, await own(file)]));
  const cache = await caches.open(name);
  await Promise.all(taken.map(([file, answer]) => cache.put(file, answer)));
}

/**
 * A file as the server sends it: a portal's page would stand for a script as long as the build does.
 * @param {string} file
 */
async function own(file) {
  const answer = await fetch(file);
  if (!answer.ok || !answer.headers.has("x-content-type-options")) {
    throw new Error(file);
  }
  return answer;
}

/**
 * The latest before this one stays, as a page of it may be open, and those that kept pages need.
 * @param {string} name of the build that works from now on
 * @param {ReadonlySet<string>} needed
 */
export async function dropOldFiles(name, needed) {
  const others = (await caches.keys()).filter((one) => OF_A_BUILD.test(one) && one !== name);
  const old = others.slice(0, -1).filter((one) => !needed.has(one));
  await Promise.all(old.map((one) => caches.delete(one)));
}

/**
 * From the phone, or else over the network.
 * @param {Request} request
 */
export async function fileFor(request) {
  return (await kept(request.url)) ?? fetch(request);
}

/**
 * A file of any build that is here: an address never means two things.
 * @param {string} address
 */
export function kept(address) {
  return caches.match(address, { ignoreVary: true });
}

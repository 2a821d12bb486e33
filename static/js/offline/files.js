/** The unchanging files of one build, taken whole when its worker is installed. */

const OF_A_BUILD = /^[0-9a-f]{12}$/;
/** The build before this one stays: a page of it may still be open. */
const BUILDS = 2;

/** @typedef {{ name: string, files: string[], page: string }} Build */

/**
 * All of it or nothing: a form must never stand there without its script.
 * @param {Build} build
 */
export async function takeFiles({ name, files, page }) {
  const cache = await caches.open(name);
  await cache.addAll([...files, page]);
}

/** @param {string} name of the build that works from now on */
export async function dropOldFiles(name) {
  const builds = (await caches.keys()).filter((one) => OF_A_BUILD.test(one) && one !== name);
  const old = builds.slice(0, Math.max(0, builds.length - BUILDS + 1));
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

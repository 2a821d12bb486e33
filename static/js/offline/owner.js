/** Who is signed in on this phone, as far as its pages know: a tab of somebody else writes nothing. */

const OWNER = "owner";

/**
 * A page of theirs was drawn.
 * @param {string} owner
 */
export function claim(owner) {
  if (owner) {
    quietly(() => localStorage.setItem(OWNER, owner));
  }
}

/** Nobody's any more: forms in other tabs are not written in this name. */
export const disown = () => quietly(() => localStorage.removeItem(OWNER));

/**
 * Somebody signs in: until a page of theirs is drawn, nothing is written in anybody's name.
 * @param {HTMLElement} form
 */
export function attach(form) {
  form.addEventListener("submit", disown);
}

/**
 * Whether nobody signed out or in since a page of theirs was drawn.
 * @param {string} owner
 */
export const isTheirs = (owner) => quietly(() => localStorage.getItem(OWNER) === owner) ?? true;

/**
 * Some browsers keep nothing for us: there nobody can tell.
 * @template T
 * @param {() => T} work
 * @returns {T | undefined}
 */
function quietly(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

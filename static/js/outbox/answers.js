/** What an answer of the server means for what was sent. Pure. */

/**
 * sent: stored, and the server said so by the id. later: nobody knows, so once more. needs: a person
 * must look at it. sign-in: kept until its author signs in again.
 * @typedef {"sent" | "later" | "needs" | "sign-in"} Verdict
 */

/**
 * @typedef {object} Told what the body of an answer says
 * @property {string} [id]
 * @property {string} [url] where the record stands
 * @property {string} [number]
 * @property {string} [slip] where the paper for whoever told us is shown
 * @property {string} [sentence]
 * @property {string} [version] of the record, where it says something else than this; "" where records have none
 * @property {string} [held] where the form can be mended
 * @property {{ field: string, label: string, sentence: string }[]} [errors]
 */

/** @typedef {{ status: number, told: Told | null }} Answer status 0: there was no answer */

const REFUSED = new Set([400, 403, 404, 409, 410, 413, 422]);

/**
 * A portal that wants money for its network answers 200 with a page of its own, or sends the phone
 * elsewhere: only the server's own 201 with the id of the form counts, and only a refusal with that
 * id is the server's own refusal.
 * @param {Answer} answer
 * @param {string} id of the form that was sent
 * @returns {Verdict}
 */
export function verdictOf({ status, told }, id) {
  const isOurs = told?.id === id;
  if (status === 201 && isOurs) {
    return "sent";
  }
  if (status === 401 && isOurs) {
    return "sign-in";
  }
  return isOurs && REFUSED.has(status) ? "needs" : "later";
}

/**
 * The body as far as it is one of ours.
 * @param {string} text
 * @returns {Told | null}
 */
export function toldIn(text) {
  try {
    const told = JSON.parse(text);
    return typeof told === "object" && told && typeof told.id === "string" ? told : null;
  } catch {
    return null;
  }
}

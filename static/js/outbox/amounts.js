/** Moments, shares and numbers as the outbox shows them. Pure. */

/** @typedef {import("./queue.js").Item} Item */
/** @typedef {import("./queue.js").Photo} Photo */

/** @param {number} value */
const two = (value) => String(value).padStart(2, "0");

/**
 * A moment as clocks show it, with its day when that is not today.
 * @param {number} at
 * @param {number} now
 */
export function moment(at, now) {
  const then = new Date(at);
  const time = `${then.getHours()}:${two(then.getMinutes())}`;
  return then.toDateString() === new Date(now).toDateString() ? time : `${then.getDate()}/${then.getMonth() + 1} ${time}`;
}

/**
 * How much of the photos has arrived.
 * @param {Item} item
 * @param {Map<string, number>} sent
 * @returns {number} whole percents
 */
export function percent({ photos }, sent) {
  const whole = photos.reduce((sum, photo) => sum + photo.size, 0);
  const there = photos.reduce((sum, photo) => sum + reached(photo, sent), 0);
  return whole === 0 ? 0 : Math.floor((100 * there) / whole);
}

/**
 * @param {Photo} photo
 * @param {Map<string, number>} sent
 */
export const reached = (photo, sent) => (photo.isDone ? photo.size : Math.max(photo.sent, sent.get(photo.id) ?? 0));

/**
 * The number that whoever told us something takes away on paper while it waits here: by it the phone
 * finds what they told, and nobody else anything.
 * @param {string} id of the item, a random one
 */
export function paperOf(id) {
  const digits = String(Number.parseInt(id.slice(0, 8), 16) % 1e6).padStart(6, "0");
  return `${digits.slice(0, 3)} ${digits.slice(3)}`;
}

/**
 * Whether somebody still waits for the slip of what was sent.
 * @param {import("./store.js").Sent} sent
 */
export const owes = ({ told, isSlipGiven }) => told.slip !== undefined && !isSlipGiven;

/** For how long a phone may open what it keeps, by a clock that may be wrong. Pure. */

const HOUR_MS = 3_600_000;
const NOTED_EVERY_MS = 60_000;

/** @typedef {{ seen: number, until: number }} Limits the latest moment known here; the last that may be */

/**
 * Whether nothing may be opened any more: not after the sign-in's last moment, and not by a clock
 * that was put back.
 * @param {Limits} limits
 * @param {number} now
 */
export const isOver = ({ seen, until }, now) => now > until || now < seen - HOUR_MS;

/**
 * Whether the latest known moment is worth writing down anew.
 * @param {Limits} limits
 * @param {number} now
 */
export const isNews = ({ seen }, now) => now - seen > NOTED_EVERY_MS;

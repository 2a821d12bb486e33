/** The behaviour `outbox_left`: a page says how many forms wait in this phone, and keeps sending them. */

export { attachLine as attach } from "./outbox.js";

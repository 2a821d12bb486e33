/**
 * The outbox, as all others know it: its folder is published within this file. The behaviour
 * `outbox` of a form: saved in this phone first, sent from there.
 */

export { attach } from "./outbox/hook.js";
export { attach as attachLine } from "./outbox/left.js";
export { attach as attachPage } from "./outbox/page.js";
export { TAG, sendAll } from "./outbox/world.js";

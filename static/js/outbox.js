/** The behaviour `outbox` of a form: saved in this phone first, sent from there. */

export { attach } from "./outbox/hook.js";

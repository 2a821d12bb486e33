/** The behaviour `outbox_page`: what waits in this phone, drawn and kept sending. */

export { attach } from "./outbox/page.js";

/** The behaviour `outbox_page`: what waits in this phone, drawn and kept sending. */

export { attachPage as attach } from "./outbox.js";

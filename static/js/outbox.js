/** The outbox: forms are saved in this phone first, and sent from there. */

export { attach as outbox } from "./outbox/hook.js";
export { attach as outbox_left } from "./outbox/left.js";
export { attach as outbox_page } from "./outbox/page.js";
export { TAG, sendAll } from "./outbox/world.js";

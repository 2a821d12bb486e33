/** What the tip form and the page about kept tips do when the network is lost. */

export { attach as form } from "./kept_tip/form.js";
export { attach as page } from "./kept_tip/page.js";

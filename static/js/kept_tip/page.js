/** The page about tips that are kept on this phone. */

import { Desk } from "./desk.js";
import { Panel, watch } from "./panel.js";

/** Shows them and sends them while the page is open. */
export async function attach() {
  const panel = new Panel(/** @type {HTMLElement} */ (document.getElementById("kept")));
  const desk = new Desk();
  desk.changed = (held) => {
    const isEmpty = held.shown.length === 0 && held.over.length === 0;
    panel.show(held);
    if (isEmpty) {
      panel.say("none");
    }
  };
  panel.desk = desk;
  await watch(desk);
}

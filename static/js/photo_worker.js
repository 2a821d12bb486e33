/** Redraws pictures away from the page, which stays free to be typed in. */

import { redrawn } from "./photo_redraw.js";

self.addEventListener("message", async ({ data, ports: [answer] }) => {
  try {
    answer?.postMessage(await redrawn(data));
  } catch {
    answer?.postMessage(null);
  }
});

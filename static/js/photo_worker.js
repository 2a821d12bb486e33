/** Redraws one picture away from the page, which stays free to be typed in. */

import { redrawn } from "./photo_redraw.js";

self.addEventListener("message", async (event) => {
  try {
    self.postMessage(await redrawn(event.data));
  } catch {
    self.postMessage(null);
  }
});
